"""Analysis of the forms: facts, rules, comparison, years, topics, the disclosure board."""
