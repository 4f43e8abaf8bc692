"""Who is meant: the person or body behind a name as it is printed."""
