"""What all tests share: properties are tried without a clock, for the machines are slow and busy."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
