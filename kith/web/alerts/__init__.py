"""Whom to tell when a concern comes, and how somebody wants to be told."""
