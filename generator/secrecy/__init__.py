"""Secrecy: marks of classified texts, personal data, and the gate that holds files with either."""
