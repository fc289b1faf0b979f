"""Who may see and do what: one question, one answer with its reason."""
