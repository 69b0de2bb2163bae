"""Pictures drawn at build as SVG: where each shape and each word of a picture is, for the templates to print."""

from generator.output.pictures.drawing import Drawing
from generator.output.pictures.money import MoneyPicture, money_picture

__all__ = ["Drawing", "MoneyPicture", "money_picture"]
