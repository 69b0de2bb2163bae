"""Reads the content of a site project: cities, departments, forms, prose, the register and the configuration."""
