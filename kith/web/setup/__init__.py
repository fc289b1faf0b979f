"""Setting a school up, step by step: what is there already, what is left, and the page that does it. No child."""
