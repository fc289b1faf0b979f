"""Concerns about adults who work with children: written by anybody there, read by whoever answers for them alone."""
