"""From a query to hits: what each word looks for, the question to tantivy, the order, the counts."""
