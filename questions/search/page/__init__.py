"""What a search shows: a page of sets with their best questions, marked, and what to try when nothing is
found.
"""
