"""The styles of cells in spreadsheets: every look in every number format, so that a style is the sum of the two."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FONTS = ((11, False), (11, True), (16, True), (10.5, False))
ALIGNMENTS = (
    '<alignment vertical="top"/>',
    '<alignment horizontal="center" vertical="center" wrapText="1"/>',
    '<alignment horizontal="left" vertical="center" wrapText="1"/>',
    '<alignment horizontal="left" vertical="bottom" wrapText="1"/>',
)
# The looks of cells by their numbers: font, borders, alignment.
LOOKS = ((0, 0, 0), (0, 0, 0), (1, 0, 3), (2, 0, 1), (3, 1, 1), (3, 1, 2))
# The looks by their numbers; 0 is that of cells without any.
BODY, TOP, TITLE, LABEL, PROSE = range(1, len(LOOKS))
THIN = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
MOST_DECIMALS = 8
# The built-in format of text and of whole numbers, then our own: days, amounts by their decimals.
BUILT_IN = (49, 1)
FIRST_FORMAT = 164
FORMATS = ("yyyy-mm-dd", "#,##0", *(f"#,##0.{'0' * count}" for count in range(1, MOST_DECIMALS + 1)))
NUMBERS = (*BUILT_IN, *range(FIRST_FORMAT, FIRST_FORMAT + len(FORMATS)))
TEXT, WHOLE_NUMBER, DAY, AMOUNT = (place * len(LOOKS) for place in range(4))
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS)}">'
    + "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in enumerate(FORMATS, FIRST_FORMAT))
    + f'</numFmts><fonts count="{len(FONTS)}">'
    + "".join(f'<font>{"<b/>" * bold}<sz val="{size}"/><name val="SimSun"/></font>' for size, bold in FONTS)
    + '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    f'<borders count="2"><border/><border>{THIN}</border></borders>'
    f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(NUMBERS) * len(LOOKS)}">'
    + "".join(
        "<xf/>"
        if (number, look) == (0, 0)
        else f'<xf numFmtId="{code}" fontId="{font}" borderId="{border}" applyNumberFormat="1" applyFont="1" '
        f'applyBorder="1" applyAlignment="1">{ALIGNMENTS[alignment]}</xf>'
        for number, code in enumerate(NUMBERS)
        for look, (font, border, alignment) in enumerate(LOOKS)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def amount_style(digits: str) -> int:
    """Return the style of an amount, which shows as many decimals as it was written with."""
    decimals = len(digits.partition(".")[2])
    return AMOUNT + min(decimals, MOST_DECIMALS) * len(LOOKS)
