"""The words that every layer shares: kinds, roles and states, lengths, names and periods. Pure."""
