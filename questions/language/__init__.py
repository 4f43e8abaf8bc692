"""Dutch as it is searched: forms of words, the terms of a text, and the query language.

Pure: no Django, no files but its own.
"""
