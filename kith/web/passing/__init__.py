"""The pages of safeguarding files that go to the next school or come from the last."""
