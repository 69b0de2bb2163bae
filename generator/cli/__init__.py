"""The command line: commands, reports, preview. Only here is anything printed, and clock, environment and git read."""
