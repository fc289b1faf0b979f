"""Places and bodies, their teams, and the posts people hold at them."""
