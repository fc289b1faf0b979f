"""Records: one piece of work in a service area, about one or several persons."""
