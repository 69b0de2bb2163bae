"""One form: its model, its fields, and the walk over its cells."""
