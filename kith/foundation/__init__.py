"""Values and arithmetic of the field: no Django, no database."""
