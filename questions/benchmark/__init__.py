"""How fast searching is, class by class, beside other engines on the same texts; figures, not tests."""
