"""The keys that choose an answer where two children stand side by side: declared once, for the pages that hear them and
the page that tells them."""

__all__ = ["KEYS"]

KEYS = {"same": "s", "different": "d", "later": "l"}
