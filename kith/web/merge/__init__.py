"""Two records of one person: looking for them, laying them side by side, agreeing, and taking them apart."""
