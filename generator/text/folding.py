"""Folds a text to the plain form that a reader would see, without disguises and with every position preserved.

Entities, escapes, tags, comments, emphasis, invisible characters, full-width and traditional forms, kinds of
brackets, stars and white space are all folded into one plain form. Folding preserves the length: a dropped character
becomes a FILLER, so a position in the folded text is one in the raw text. Only the last step removes fillers
and white space and records where each piece came from.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

FILLER = "\0"
NO_GAP = "."
STAR, WEAK_STAR = "★", "☆"

LINE_ENDS = "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
BLANKS = "\u115f\u1160\u3164\uffa0\u2800\u00ad\\`"
OPENERS = "([{<（［｛＜【〔〖〘〚〈《「『﹙﹛﹝⟨⟪❨❪❬❰❲❴⁅⦅“‘„‚〝"
CLOSERS = ")]}>）］｝＞】〕〗〙〛〉》」』﹚﹜﹞⟩⟫❩❫❭❱❳❵⁆⦆”’〞〟"
STARS = "★☆⭐🌟＊∗⁎﹡✱✲✳✴✵✶✷✸✹✺✻✦✧✩✪✫✬✭✮✯✰✼✽❂❉❊❋⋆٭🞰🞱🞲🞳🞴⛤⚝"
# Strokes and long-vowel signs that look like a line between two characters.
STROKES = "丨丶丿亅ㄧㅣー"
DOTS = "·•‧・･∙⋅᛫"
# Each traditional or variant character is followed by the plain one.
VARIANTS = (
    "絕绝絶绝機机祕秘宻密內内級级資资開开發发審审閱阅傳传長长時时間间會会議议後后項项無无實实務务記记錄录"
    "報报關关標标識识類类專专僅仅參参請请為为爲为屬属該该對对電电禁禁嚴严複复製制轉转載载擴扩號号啟启啓启"
    "個个兩两條条圍围範范還还歸归銷销毀毁焚焚洩泄單单導导領领讀读習习掌掌團团險险檔档業业國国變变極极於于與与"
    "\uf96b参\U0002f814内"
)

ESCAPE = re.compile(
    r"(?P<entity>&(?:amp;)*+(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}[0-9]{0,2});?)"
    r"|\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2})"
    r"|(?P<percent>(?:%[0-9a-fA-F]{2}){3,})"
    r"|\\[nrt]"
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
INLINE = "abbr|a|big|b|code|del|em|font|ins|i|kbd|mark|q|small|span|strike|strong|sub|sup|s|tt|u|wbr"
TAG = re.compile(rf"(?P<inline></?(?:{INLINE})\b[^<>]*>|<!\[CDATA\[|\]\]>)|</?[a-z][^<>]*>|<[!?][^<>]*>", re.IGNORECASE)
# Tags in which there is nothing to read.
EMPTY_TAG = re.compile(rf"</?(?:{INLINE})>", re.IGNORECASE)
# A comment or quotation sign at the start of a line continues the line before.
LINE_SIGN = re.compile(r"^[ \t]*[#>]+", re.MULTILINE)
# An asterisk after a level is a star, unless it is one of two (emphasis) or the bullet of the next line.
ASTERISK = re.compile(
    r"(?P<before>[密级件部](?:\0| )*+(?:\*\*)?|[密级件部][\0 \n]*+(?=\*[^* \n])|[绝机秘](?:[\0 \n]|\*\*)*+)\*(?!\*)"
)
PIECE = re.compile(r"[^\0 \n]+|[\0 \n]+")


class FoldTable(dict[int, str]):
    """The folded form of each character, computed on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


def fold_character(char: str) -> str:
    """The folded form of a character that is in no table: always exactly one character."""
    if char in LINE_ENDS:
        return "\n"
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category[0] == "C" or category in ("Mn", "Me"):
        return FILLER
    plain = unicodedata.normalize("NFKC", char)
    return NAMED.get(plain, plain) if len(plain) == 1 else char


NAMED = {
    **dict.fromkeys(OPENERS, "("),
    **dict.fromkeys(CLOSERS, ")"),
    **dict.fromkeys(STARS, STAR),
    **dict.fromkeys(DOTS, " "),
    **dict.fromkeys(BLANKS, FILLER),
    **dict.fromkeys(STROKES, "|"),
    **dict(zip(VARIANTS[::2], VARIANTS[1::2], strict=True)),
    "㊙": "㊙",
}
FOLDS = FoldTable({ord(char): plain for char, plain in NAMED.items()})


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The folded text without white space: its characters, the gaps before them, and where in `raw` they came from."""

    raw: str
    text: str
    gaps: str
    starts: list[int]
    origins: list[int]

    def origin(self, index: int) -> int:
        """The place in the raw text of the character at `index`."""
        piece = bisect_right(self.starts, index) - 1
        return self.origins[piece] + index - self.starts[piece]

    def sign(self, index: int) -> str:
        """The character at `index` before folding, with its escape resolved."""
        place = self.origin(index)
        escape = ESCAPE.match(self.raw, place)
        return unescaped(escape)[0] if escape else self.raw[place]


def plain_form(text: str, keep_markup: bool = False) -> FoldedText:
    """The plain form; with `keep_markup` the inside of tags and comments is read as text.

    `gaps` is as long as the text: a line end, a space or NO_GAP for what stood before each character.
    """
    parts, gaps, starts, origins, length, gap = [], [], [0], [0], 0, "\n"
    for match in PIECE.finditer(fold(text, keep_markup)):
        piece = match[0]
        if piece[0] in "\0 \n":
            gap = "\n" if "\n" in piece else " " if " " in piece else gap
            continue
        parts.append(piece)
        gaps.append(gap + NO_GAP * (len(piece) - 1))
        starts.append(length)
        origins.append(match.start())
        length += len(piece)
        gap = NO_GAP
    return FoldedText(text, "".join(parts), "".join(gaps), starts, origins)


def fold(text: str, keep_markup: bool = False) -> str:
    """The text with everything folded in place, as long as before, a FILLER for each character dropped."""
    text = ESCAPE.sub(unescaped, text)
    if keep_markup:
        text = EMPTY_TAG.sub(fillers, text).replace("<", "\n").replace(">", "\n")
    elif "<" in text:
        text = TAG.sub(without_tag, without_comments(text))
    text = LINE_SIGN.sub(fillers, text)
    text = text.translate(FOLDS)
    text = ASTERISK.sub(rf"\g<before>{WEAK_STAR}", text)
    return text.replace("*", FILLER)


def fillers(match: re.Match[str]) -> str:
    return FILLER * len(match[0])


def without_comments(text: str) -> str:
    """The text without its closed comments."""
    end = text.rfind("-->") + 3
    return text if end < 3 else COMMENT.sub(fillers, text[:end]) + text[end:]


def without_tag(match: re.Match[str]) -> str:
    """Nothing for a tag inside a line, a line end for any other."""
    return (FILLER if match["inline"] else "\n") + FILLER * (len(match[0]) - 1)


def unescaped(match: re.Match[str]) -> str:
    """The character of an escape, padded with fillers to the length of the escape."""
    token = match[0]
    if match["entity"]:
        plain = html.unescape("&" + token.rstrip(";").split("amp;")[-1].lstrip("&") + ";")
    elif match["percent"]:
        plain = bytes.fromhex(token.replace("%", "")).decode("utf-8", "ignore")
    elif token in (r"\n", r"\r", r"\t"):
        plain = "\n"
    else:
        code = int(token[2:], 16)
        plain = chr(code) if code <= 0x10FFFF else ""
    return plain.ljust(len(token), FILLER) if 0 < len(plain) <= len(token) else token
