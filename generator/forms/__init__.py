"""The forms: their model in pydantic, their fields, and the iteration over their cells."""
