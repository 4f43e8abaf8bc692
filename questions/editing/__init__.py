"""What editors do: correct what a source says, merge and split people, join and hide sets; all of it can be
undone.
"""
