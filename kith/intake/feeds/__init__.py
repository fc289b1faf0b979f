"""Feeds: what the system of a school gives every day, by files put into a folder or when it is asked.

A profile says how an export is to be read. What arrived whole is held against what arrived before; what is new,
changed or gone becomes the rows of an import, which goes the way of every other: compared, put in by the rule,
reviewed, undone.
"""
