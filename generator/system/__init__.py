"""The operating system: files, locks, worker processes, archives, the cache."""
