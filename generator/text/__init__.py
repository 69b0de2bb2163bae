"""Text before it has a meaning: files, strict YAML, plain spellings, amounts and dates in words."""
