"""How somebody stands: legal status, placement, and whatever else an area decides link by link."""
