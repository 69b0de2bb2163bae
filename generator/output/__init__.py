"""The files of a site: pages, exports, official forms, charts, the search index and the theme."""
