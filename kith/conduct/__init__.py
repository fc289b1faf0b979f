"""Concerns about adults who work with children: a file of its own, which no child's record leads to."""
