"""Checks the conclusion of the secrecy review: only listed conclusions let a form be public, all others hold it.

It is read from the nodes of a file, so a form with other mistakes is held as well, and its text is not quoted.
"""

import re

from generator.forms.fields import AGREED, ALREADY_PUBLIC, IN_PART, WITHHELD
from generator.problems import Problem
from generator.text import amounts
from generator.text.folding import fold
from generator.text.word_list import word_list
from generator.text.yaml import MappingNode, place_in
from generator.text.yaml_nodes import mappings_in

# Placeholders in a cell that must be filled in.
PLACEHOLDER = re.compile(
    "(?:无|空|略|否|是|有|某+|x{2,}|0+|na|nil|null|none|nan|tbd|todo|unknown|暂[无缺略定]|[待后]补充?|待[定填核查写]|同上"
    "|不[详明清知]|不[清知](?:楚|道)|未[知定详明填]|没有|没填|忘了|见附件|无此文件|[未某]知?文件|以后再[说补填])?",
    re.IGNORECASE,
)

CLASSIFIED = "(?:涉密|密级|密件|(?:国家|工作|商业)秘密|机密|绝密|秘密)"
DELICATE = (
    f"(?:{CLASSIFIED}|敏感(?:信息|内容|事项)?|不[宜得应能予]公开|保密|异议|不同意见|疑问|问题"
    "|(?:其他|其它|任何|修改|补充|反对)*意见)"
)
# 没有密级标记, 不涉及国家秘密, 未发现涉密内容: words that agree, unless they are themselves denied.
CLEAN = re.compile(
    "(?<![不非未无难])(?<!不是)(?<!未必)(?:没有?|未|不|无|非)(?:发现|提出|见|含有?|存在|属于?|涉及|有|任何|应当?|需要?)*"
    f"{DELICATE}(?:[或和及与]?{DELICATE})*(?:标[记志识])?"
)
PUBLISH = (
    "(?:公[开布示告]|发(?:布|表|出|送)|披露|上(?:网|传|线)|刊[登载发]|登(?:报|载|出)|外[传发])"
    "|发(?=$|[,。;!])|登(?=$|[,。;!])"
)
ANSWER = "(?:回[复函话信]|答复|点头|表态|反馈|松口|同意|许可|认可|批|审|签|看完|定稿|表决)"
WHOLLY = "(?:全[表文部]|整[份张个]?表?|[本该此](?:表|件|文件)|通篇|一律|全部)"
REFUSALS = word_list(f"""
    不(?:予以?|能|太)?(?:同意|批准|认可|赞成|通过|合格|放行|签发|妥)
    (?:[未没]|尚未)(?:有|经过?|能|获|予|得到|完成|进行|作)*(?:保密|领导|上级)*(?:审|通过|批|同意|签|定密|过)
    待(?:审|定|核|批|查|议|研究|确认|复|补|处理|上级|领导|答复|修|改)|审[核查批定]中|正在审|再审|重新?审|补审
    尚未|暂[不缓停时]|先不|缓(?:期|公开|发)|(?:推迟|延期|延后|停止|中止)(?:公开|发布)
    驳回|退[回改件]|打回|发回|撤[回销下]|否[决定]|反对|拒绝|作废|异议|保留意见|不同意见
    (?:同意|修改|整改|完善|研究|处理|核实|审查|审批|批准|删除|补充|请示|报批)后(?:再|方可|才|可以?)?(?:公开|发布|定|报)
    需要?(?:进一步|再|报|请示|修改|补充|研究|核实|审)|另行|研究[决确]定|报(?:请|送)?上级|请示
    依申请公开|(?:[仅只](?:限|供|在|能|可)*|限于?|供)(?:本?单位|机关|系统)?内部?(?:使用|公开|掌握|传阅|查阅|参考|$)
    [仅只](?:限|供|在)?内部|内部(?:使用|掌握|传阅|查阅|资料|文件|公开)
    {CLASSIFIED}|敏感
    (?:建议|应当?|宜|须|必须|需要?|拟)不|不建议|不要|禁止|严禁|(?:[请切]?勿|别)(?:公开|发布|外传)|不宜?对外
    不(?:[予宜能得应可准许让要该在再敢]|适[合宜])*(?:上(?:网|传|线)|刊[登载发]?|登(?:报|载|出)|外[传发]|发(?:布|表|出|送)|发$)
    (?:别|勿|莫|甭|先不|先别|拒绝?)(?:先|再|急着|忙着|往外|对外)*(?:{PUBLISH}|[发登])
    先(?:别|放|缓|压|停|等)|[压放搁缓][一]?[压放搁缓]|搁置|再[说议]|存疑|停发|撤稿|下架|内网
    [未没][^,。;]{{0,4}}{ANSWER}|[未没]回|未达成
    [尚仍还有正]待|待[^,。;]{{0,6}}(?:{ANSWER}|通知|决定|意见|{PUBLISH})
    等(?![一二三四五六七八九十两几0-9]|部门|单位|有关)[^,。;等]{{0,6}}(?:再说|回来|通知|决定|{ANSWER})
    [未没]有?看|批示:?缓|草稿|初稿|未定稿|讨论稿|送审稿|征求意见|试填|仅供参考
    (?:原则|口头|拟|部分|基本)(?:上)?(?:同意|批准|通过)|[只仅]审了?|审了?一半
    {WHOLLY}.{{0,8}}(?:不|无需|无须|不用|不必|免于?)(?:[予宜能得应可准许要该做作拟再]|适[合宜]|对外|向社会)*(?:{PUBLISH})
""")
REFUSING = re.compile("|".join(REFUSALS))
# Said of a row or a cell where something is withheld, and of the whole form where nothing is.
WITHHOLDING = re.compile(
    "(?:不|无需|无须|不用|不必|免于?|免予)(?:[予宜能得应可准许要该做作拟再以]|适[合宜]|对外|向社会)*"
    f"(?:{PUBLISH})|(?:予以|应当?|需要?|请|注意|严格|要|须|必须)保密"
    "|请删|除[^,。;]{1,10}外,?[均都]?(?:同意|可以)"
)
# In place of the name of a publication: it has not been published, or not for everybody.
UNPUBLISHED = re.compile(
    "(?:不(?!动产)|[未尚没](?![成来])|待|拟|暂|免|将|正在|准备|计划|即将|以后|取消|推迟|无需)[^,。;]{0,6}"
    "(?:公[开布示告]|发布|发表|披露|上[网线传]|刊|登|印发|发文)|依申请|内[网部刊]|局域网|专网|涉密网|办公网|(?<![a-z])oa(?![a-z])"
    "|https?://(?:10\\.|127\\.|192\\.168\\.|172\\.(?:1[6-9]|2[0-9]|3[01])\\.|localhost|[^/.:]+(?:[/:]|$))",
    re.IGNORECASE,
)
UNREVIEWED = re.compile(
    "(?:[未没]有?|待|尚未|不予?|无人?|免|暂[不缓]?)(?:经|完成|进行|获|保密|安全|领导)*(?:审|通过|过|批|同意|公开|指定|确定|安排|人)"
    "|驳回|退回|否决"
)
# Nothing of a sentence: 不 同意 and 不、同意 are 不同意.
SPLITTING = re.compile(r"[\0\s、·•.*_~\-—“”‘’\"'|/\\]+")


def review_holds(name: str, root: MappingNode) -> list[Problem]:
    """S408 for each cell of the review that does not let a form be public; none for a blank conclusion."""
    review = root.get("review")
    if not isinstance(review, MappingNode):
        return []
    conclusion = cell_text(review, "conclusion")
    reason = refusal_reason(conclusion, review, root) if conclusion.strip() else None
    holds = [("conclusion", reason)] if reason else []
    if is_no_reviewer(cell_text(review, "by")):
        holds.append(("by", "by"))
    if remarks_refuse(cell_text(review, "remarks"), anything_withheld(root)):
        holds.append(("remarks", "remarks"))
    return [Problem(place_in(name, root, ("review", key)), "S408", form=form) for key, form in holds]


def refusal_reason(conclusion: str, review: MappingNode, root: MappingNode) -> str | None:
    """The form of S408 for a conclusion that does not let a form be public, or None."""
    if conclusion == AGREED:
        return None
    if conclusion == IN_PART:
        return None if anything_withheld(root) else "part"
    if conclusion == ALREADY_PUBLIC:
        return publication_fault(review)
    return "unlisted"


def publication_fault(review: MappingNode) -> str | None:
    """The form of S408 for a review that does not name an earlier publication properly, or None.

    What was published already was so on the day of the review.
    """
    at, document, on = (cell_text(review, key) for key in ("published_at", "document", "published_on"))
    if any(UNPUBLISHED.search(fold(text)) for text in (at, document)):
        return "where"
    if is_later(on, cell_text(review, "on")):
        return "later"
    return None if not is_placeholder(document) or not (is_placeholder(at) or is_placeholder(on)) else "where"


def is_placeholder(text: str) -> bool:
    """Whether a text is blank, a placeholder or only punctuation."""
    return bool(PLACEHOLDER.fullmatch(re.sub(r"[\W_]+", "", fold(text)))) or text.strip() == WITHHELD


def is_no_reviewer(by: str) -> bool:
    """Whether the name of the reviewer says that there was no review; False for a blank cell."""
    return bool(by.strip()) and (is_placeholder(by) or bool(UNREVIEWED.search(SPLITTING.sub("", fold(by)))))


def is_later(day: str, than: str) -> bool:
    """Whether a day comes after another; False where either is no day."""
    try:
        return amounts.day(day) > amounts.day(than)
    except amounts.FigureError:
        return False


def remarks_refuse(remarks: str, withholds: bool) -> bool:
    """Whether remarks say that a form may not be public; `withholds` is whether cells of it are withheld."""
    text = CLEAN.sub("", SPLITTING.sub("", fold(remarks)))
    return bool(REFUSING.search(text)) or (not withholds and bool(WITHHOLDING.search(text)))


def anything_withheld(root: MappingNode) -> bool:
    """Whether anything in a file is withheld."""
    return any("withheld" in node for node in mappings_in(root))


def cell_text(fields: MappingNode, key: str) -> str:
    """The text of a cell without the line end of a block text; "" for one that is missing or no text."""
    value = fields.get(key)
    return str(value).rstrip("\n") if isinstance(value, str) else ""
