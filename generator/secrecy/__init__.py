"""Secrecy: detection of classification marks and personal data, and the gate that refuses files with either."""
