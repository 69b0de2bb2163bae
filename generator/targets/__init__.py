"""Reading a 指标值: what it says, beside its words, and by which rule; what no rule reads stays unread."""

from generator.targets.reader import RULES, read_target
from generator.targets.target import COMPARATORS, FLAGS, KINDS, Target

__all__ = ["COMPARATORS", "FLAGS", "KINDS", "RULES", "Target", "read_target"]
