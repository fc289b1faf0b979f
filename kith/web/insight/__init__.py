"""Pages of what is counted: trends, groups, possible patterns, and reports for those who ask for one."""
