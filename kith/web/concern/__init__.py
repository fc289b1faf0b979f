"""Logging a concern, the writer's receipt, and the lead's page of one concern."""
