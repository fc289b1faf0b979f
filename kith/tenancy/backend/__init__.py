"""The database backend: Django's PostgreSQL with tenant-first keys and the guard on every connection."""
