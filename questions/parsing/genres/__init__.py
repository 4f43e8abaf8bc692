"""What a kind of document says: lines to a `ParsedDocument`; knows nothing of files."""
