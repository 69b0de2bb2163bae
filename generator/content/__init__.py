"""The content folder: loading it, the register, the configuration, Markdown."""
