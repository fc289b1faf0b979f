"""The door: signing in, the second factor, the agreement, choosing a post, and coming back after a pause."""
