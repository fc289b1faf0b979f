"""Django's settings, root addresses and the entry for web servers."""
