"""The command line: one module for each verb. Only here is anything printed, and clock, environment and git read."""
