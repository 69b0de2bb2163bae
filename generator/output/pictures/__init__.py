"""Pictures drawn at build as SVG: where each shape and each word of a picture is, for the templates to print."""

from generator.output.pictures.drawing import Drawing, Picture
from generator.output.pictures.money import money_picture
from generator.output.pictures.strip import strip_picture

__all__ = ["Drawing", "Picture", "money_picture", "strip_picture"]
