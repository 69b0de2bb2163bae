"""The conclusion of the secrecy review: a closed list of words that let a form be public, and everything else holds it.

It is read from the nodes of a file, so a form with other mistakes is held as well, and its text is not quoted.
"""

import re
from typing import Any

from generator.plaintext import fold
from generator.problems import Place, Problem
from generator.typed import AGREED, ALREADY_PUBLIC, BLANK, IN_PART, NONE_WRITTEN
from generator.yamlfile import Fields, Items, locate

CONCLUSION = ("review", "conclusion")
REMARKS = ("review", "remarks")
UNKNOWN = frozenset((BLANK, NONE_WRITTEN, "不详", "不明", "未知", "不知道", "暂无", "没有", "待补", "待定", "略"))

CLASSIFIED = "(?:涉密|密级|密件|(?:国家|工作|商业)秘密|机密|绝密|秘密)"
DELICATE = f"(?:{CLASSIFIED}|敏感(?:信息|内容|事项)?|不[宜得应能予]公开|保密|异议|不同意见|疑问|问题)"
# 没有密级标记, 不涉及国家秘密, 未发现涉密内容: words that agree, unless they are themselves denied.
CLEAN = re.compile(
    "(?<![不非未无难])(?<!不是)(?<!未必)(?:没有?|未|不|无|非)(?:发现|提出|见|含有?|存在|属于?|涉及|有|任何|应当?|需要?)*"
    f"{DELICATE}(?:[或和及与]?{DELICATE})*(?:标[记志识])?"
)
REFUSALS = (
    "不(?:予以?|能|太)?(?:同意|批准|认可|赞成|通过|合格|放行|签发|妥)",
    "(?:[未没]|尚未)(?:有|经过?|能|获|予|得到|完成|进行|作)*(?:保密|领导|上级)*(?:审|通过|批|同意|签|定密|过)",
    "待(?:审|定|核|批|查|议|研究|确认|复|补|处理|上级|领导|答复|修|改)|审[核查批定]中|正在审|再审|重新?审|补审",
    "尚未|暂[不缓停时]|先不|缓(?:期|公开|发)|(?:推迟|延期|延后|停止|中止)(?:公开|发布)",
    "驳回|退[回改件]|打回|发回|撤[回销下]|否[决定]|反对|拒绝|作废|异议|保留意见|不同意见",
    "(?:同意|修改|整改|完善|研究|处理|核实|审查|审批|批准|删除|补充|请示|报批)后(?:再|方可|才|可以?)?(?:公开|发布|定|报)",
    "需要?(?:进一步|再|报|请示|修改|补充|研究|核实|审)|另行|研究[决确]定|报(?:请|送)?上级|请示",
    "依申请公开|(?:[仅只](?:限|供|在|能|可)*|限于?|供)(?:本?单位|机关|系统)?内部?(?:使用|公开|掌握|传阅|查阅|参考|$)",
    "[仅只](?:限|供|在)?内部|内部(?:使用|掌握|传阅|查阅|资料|文件|公开)",
    f"{CLASSIFIED}|敏感",
    "(?:建议|应当?|宜|须|必须|需要?|拟)不|不建议|不要|禁止|严禁|(?:[请切]?勿|别)(?:公开|发布|外传)|不宜?对外",
    "(?:全[表文部]|整[份张个]?表?|[本该此](?:表|件|文件)|通篇|一律|全部)"
    ".{0,8}不(?:[予宜能得应可准许要该]|适[合宜]|对外|向社会)*公开",
)
REFUSING = re.compile("|".join(REFUSALS))
# Said of a row or a cell where something is withheld, and of the whole form where nothing is.
WITHHOLDING = re.compile(
    "不(?:[予宜能得应可准许要该]|适[合宜]|对外|向社会)*(?:公开|发布|披露)|(?:予以|应当?|需要?|请|注意|严格)保密"
)
# Nothing of a sentence: 不 同意 and 不、同意 are 不同意.
SPLITTING = re.compile(r"[\0\s、·•.*_~\-—“”‘’\"'|/\\]+")


def review_holds(name: str, root: Fields) -> list[Problem]:
    """S408 where the review has not let a form be public, for each cell that says so; nothing of a blank conclusion."""
    review = root.get("review")
    if not isinstance(review, Fields):
        return []
    conclusion = text_of(review, "conclusion")
    reason = reason_against(conclusion, review, root) if conclusion.strip() else None
    holds = [(CONCLUSION, reason)] if reason else []
    if contradicts(text_of(review, "remarks"), withholds(root)):
        holds.append((REMARKS, "remarks"))
    return [Problem(place(name, root, path), "S408", form=form) for path, form in holds]


def reason_against(conclusion: str, review: Fields, root: Fields) -> str | None:
    """Which sentence says why a conclusion does not let a form be public, or None where it does."""
    if conclusion == AGREED:
        return None
    if conclusion == IN_PART:
        return None if withholds(root) else "part"
    if conclusion == ALREADY_PUBLIC:
        return None if says_where(review) else "where"
    return "unlisted"


def says_where(review: Fields) -> bool:
    """Whether a review names the document, or the place and the day, with which a form was published already."""
    document, at, on = (
        text_of(review, key).strip() not in UNKNOWN for key in ("document", "published_at", "published_on")
    )
    return document or (at and on)


def contradicts(remarks: str, withholds: bool) -> bool:
    """Whether remarks say that a form, of which some cells are withheld or none, may not be public."""
    text = CLEAN.sub("", SPLITTING.sub("", fold(remarks)))
    return bool(REFUSING.search(text)) or (not withholds and bool(WITHHOLDING.search(text)))


def withholds(node: Any) -> bool:
    """Whether anything under a node, a row or a cell, says that it is withheld."""
    if isinstance(node, Fields):
        return "withheld" in node or any(map(withholds, node.values()))
    return isinstance(node, Items) and any(map(withholds, node))


def text_of(fields: Fields, key: str) -> str:
    """The text of a cell without the line end of a block text; "" for one that is missing or no text."""
    value = fields.get(key)
    return str(value).rstrip("\n") if isinstance(value, str) else ""


def place(name: str, root: Fields, path: tuple[str, ...]) -> Place:
    """The place of a cell in its file."""
    found, _ = locate(root, path)
    return Place(name, found.line, found.column)
