"""Sharing agreements: what was signed with partners, for how long, and what ends before long."""
