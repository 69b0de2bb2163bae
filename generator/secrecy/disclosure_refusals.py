"""Finds lines of a notice that refuse disclosure, whatever its front matter says."""

from generator.text.folding import FILLER, fold
from generator.text.patterns import lazy_pattern

LABEL = (
    "(?:(?:政府)?信息|文件|公文)?公[开開](?:方式|属性|類型|类型|类别|形式|选项|范围|性质|层次|级别|程度|意见|与否)"
    "|(?:是否|可否|能否)(?:对外|向社会|主动|予以)*公[开開]|发布(?:方式|层次|范围)"
)
REFUSED = (
    "(?:(?:依|按|应|经)(?:当事人)?申[请請](?:后|可|方可|予以)*公[开開]"
    "|(?:不|暂不|免|免于|免予|非|未)(?:[予宜得能应可]|对外|向社会|主动|做|作)*公[开開]"
    "|(?:内部|机关内|系统内|单位内)(?:公开|掌握|使用|传阅))"
)
ITSELF = "(?:此|本|该)(?:[件文表]|文件|通知|公文|函|批复|资料|材料|信息)"
OPEN_BOX, TICKED = "□☐○◯〇❏❑", "☑☒✓✔√■●◉▣"
SIGNS = r"|*_#>()（）\[\]【】〔〕<>《》“”\"'.。=\-—·、，,/:：;；"
LABELLED = lazy_pattern(rf"(?:{LABEL})(?:选择|属于?|为|是|定为)?[{SIGNS}]*(?P<value>[^\n]*)")
NO = lazy_pattern(r"(?:[否无]|不可以?)(?=[|。；;)）]|$)")
CHOSEN = lazy_pattern(rf"[{SIGNS}A-Da-d0-9①②③④主动公开]*{REFUSED}")
OPTION = lazy_pattern(REFUSED)
PLAIN = lazy_pattern(
    rf"{ITSELF}(?:属于?|系|为|是|应当?|按|请|[只仅]|[供限]|拟|均|一律|作|在|[：:])*{REFUSED}"
    rf"|(?:^|(?<=\n))[{SIGNS}]*{REFUSED}[{SIGNS}]*(?=\n|$)"
    rf"|[(（\[【〔<]{REFUSED}[)）\]】〕>]"
)


def lines_that_refuse(text: str) -> list[int]:
    """The lines of a text, from 1, that say that it is disclosed on request only, or not at all."""
    folded = fold(text)
    positions = [at for at, char in enumerate(folded) if char != FILLER and (char == "\n" or not char.isspace())]
    plain = "".join(folded[at] for at in positions)
    starts = [match.start() for match in PLAIN.finditer(plain)]
    starts += [match.start() for match in LABELLED.finditer(plain) if refuses_disclosure(match["value"])]
    return sorted({text.count("\n", 0, positions[start]) + 1 for start in starts})


def refuses_disclosure(value: str) -> bool:
    """Whether the value of a label such as 公开方式 refuses disclosure; of several boxes the ticked one counts."""
    boxes = [char for char in value if char in OPEN_BOX + TICKED]
    if not boxes:
        return bool(NO.match(value) or CHOSEN.match(value))
    is_box_first = value[0] in boxes
    beside = (
        value[match.start() - 1 : match.start()] if is_box_first else value[match.end() : match.end() + 1]
        for match in OPTION.finditer(value)
    )
    return any(box not in OPEN_BOX or not box for box in beside)
