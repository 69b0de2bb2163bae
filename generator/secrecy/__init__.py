"""What may not be published: marks of secrecy, personal data, withheld figures, and the gate in front of them."""
