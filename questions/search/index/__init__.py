"""The index on disk: its fields, what it holds of a set, its files, and how it follows the database."""
