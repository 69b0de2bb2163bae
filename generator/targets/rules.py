"""The rules that read a target. Each says in one sentence what it reads; its examples are run as tests."""

from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext
import re

from generator.targets.comparators import AFTER, FIRM, SOFT
from generator.targets.days import RECURRING, NoSuchDay, time_of
from generator.targets.figures import FIGURE, Phrase, bounds, has_figure, phrase_of
from generator.targets.target import Reading
from generator.targets.units import SHARES, MONEY, TIMES, Unit, either, kind_of
from generator.targets.vocabulary import (
    CHANGE_AT_END, ENUMERATOR, EVENTS, GRADE, GRADES, MEASURE_ALONE, NAMED_NUMBERS, NEVER, NONE_WRITTEN,
    NOT_QUANTIFIABLE, QUALITY, STANDARD, STUB, UNDETERMINED, YES_NO,
)  # fmt: skip
