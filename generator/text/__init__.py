"""Text processing without domain rules: files, strict YAML, normalization, figures and dates."""
