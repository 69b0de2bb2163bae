"""From content/ to site/: the pages of each department, the files of the whole site, verification, publishing."""
