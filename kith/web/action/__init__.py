"""What somebody was asked to do about a concern: given by the lead, done by whoever was asked."""
