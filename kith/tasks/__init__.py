"""What is due: clocks that run on records, tasks, and the list of work in order of its dates."""
