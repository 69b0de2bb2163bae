"""gongkai: a folder of YAML in, a public website of budget performance targets out."""

__version__ = "0.1.0"

__all__ = ["__version__"]
