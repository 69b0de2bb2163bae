"""Pictures drawn at build as SVG: where each shape and each word of a picture is, for the templates to print."""

from generator.output.pictures.drawing import Drawing, Picture
from generator.output.pictures.money import money_picture
from generator.output.pictures.small_multiples import small_multiple
from generator.output.pictures.spark import spark
from generator.output.pictures.strip import strip_picture
from generator.output.pictures.year_totals import change_words, totals_picture

__all__ = [
    "Drawing",
    "Picture",
    "change_words",
    "money_picture",
    "small_multiple",
    "spark",
    "strip_picture",
    "totals_picture",
]
