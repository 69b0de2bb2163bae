"""Reads a 指标值 (target): its words unchanged, their meaning, and the rule that found it; others stay unread."""

from generator.targets.reader import READING_RULES, read_target
from generator.targets.target import Target

__all__ = ["READING_RULES", "Target", "read_target"]
