"""A count out of a whole as squares, filled or hollow; as a bar where they are many."""

from generator.output.pictures.drawing import Box, Drawing

SIDE, STEP = 10, 14
MOST_SQUARES = 24
BAR = 320


def squares(count: int, whole: int) -> Drawing:
    """Draw a count out of a whole: one square each, or one bar."""
    if whole <= MOST_SQUARES:
        roles = ("filled" if at < count else "hollow" for at in range(whole))
        boxes = tuple(Box(at * STEP + 0.5, 0.5, SIDE, SIDE, role) for at, role in enumerate(roles))
        return Drawing(STEP * whole, SIDE + 1, boxes)
    filled = round(count / whole * (BAR - 1), 1)
    return Drawing(BAR, SIDE + 1, (Box(0.5, 0.5, BAR - 1, SIDE, "hollow"), Box(0.5, 0.5, filled, SIDE, "filled")))
