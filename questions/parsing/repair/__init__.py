"""Mends what printing and text extraction broke: pages, line ends, words, footnotes."""
