"""Official forms in files of other programs, read into drafts of records: a side door that no build runs."""
