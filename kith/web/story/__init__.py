"""The chronology of a child on a page of its own: with brothers and sisters or the household, narrowed, curated."""
