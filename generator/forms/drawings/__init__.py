"""Drawings: descriptions of forms, each the blank form drawn in YAML, with the language that they are written in."""
