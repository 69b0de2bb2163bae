"""Content as tables: the files of a project as rows of a workbook, and rows of lists as files."""
