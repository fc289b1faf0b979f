"""Questions asked of the records: who is in a group, what is rising, what a report for somebody outside may say."""
