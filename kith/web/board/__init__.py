"""The lead's work: the triage board and the page of one concern."""
