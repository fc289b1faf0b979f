"""The first page of a post, its looks, and the small pages every post has."""
