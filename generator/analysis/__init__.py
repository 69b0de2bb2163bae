"""What follows from the forms: derived figures, rules, comparison, years, topics, the disclosure board."""
