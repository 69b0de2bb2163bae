"""Compares a record with its original document: finds its cells there, aligns them, and reports the differences."""
