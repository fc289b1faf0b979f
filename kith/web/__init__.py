"""Pages, by the reader's task: thin views, presenters that make strings, templates without logic. No rules."""
