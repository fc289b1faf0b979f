"""Scanned paper files with their index: brought, reviewed, filed, taken back."""
