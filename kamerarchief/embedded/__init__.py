"""Database backend: Django's PostgreSQL backend on a server that starts itself at the first connection."""
