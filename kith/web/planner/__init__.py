"""What is due for somebody, day by day: the planner, its calendar feed, reminders."""
