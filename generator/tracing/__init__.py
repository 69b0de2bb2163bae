"""Holding a record against its original document: the cells, the original, the alignment, and the reports."""
