"""Pages of every area but the concern, rendered from what the area declares: lists, forms, records, steps."""
