"""Documents: where they hang, how more are added, and each by itself."""
