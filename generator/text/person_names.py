"""Finds personal names in running text, by role words before them and by what follows them."""

import re

# Role words, which a name follows directly, after a colon or in brackets.
ROLES = (
    "(?:(?:联系|联络|经办|经手|填报|填表|制表|编制|审核|复核|审批|审定|签发|报送|校对|录入|负责|责任|牵头|主持)人"
    "|联络员|录入员|负责同志|项目经理|法定代表人|法人代表|(?:分管|主管|牵头)领导|(?:分管|主管)局长|姓名)"
)
# Actions and offices, which a name follows only after a colon or a blank.
ACTIONS = "经办|填报|填表|制表|编制|审核|复核|审批|审定|签发|校对|录入"
OFFICES = "[局处科股院校所站]长|主任|书记"
SURNAMES = (
    "高肖闫王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪"
    "严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳"
    "裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫苟全褚廉简娄"
    "盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应"
    "台巫鞠桑荆谌银扬明沙伏岑习胥保和蔺"
)
COMPOUND_SURNAMES = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|夏侯|端木|长孙"
# Words that begin with the character of a surname and are no names.
OTHER_WORDS = (
    "任[职命免期务]|安[全排]|应[当急到]|常[态年]|方[案面式]|管[理控]|高[效质]|全[部程面员勤]|明[确细]|时[间限]|关[于系心]"
    "|项目|单位|党[员组委支]|成[立员本]|计[划算]|强化|连续|车辆|平均|解[决答]|包括|保[障证密]|文[件化字]|满意|向上|和|都|与|及"
)
IDEOGRAPH = "[\u3400-\u9fff]"
END = f"(?!{IDEOGRAPH})"
BLANKS = "[ \u3000\xa0]+"
SURNAME = f"(?!{OTHER_WORDS})(?:{COMPOUND_SURNAMES}|[{SURNAMES}])"
# Words that may follow a name directly.
AFTER_NAME = "同志|牵头|负责|带队|任组长|[局处科股主院校镇区县市]长|主任|书记|签字|等|电话|手机|联系"
ENDS_NAME = f"(?={AFTER_NAME}|{END})"
SURE_NAME = f"{SURNAME}(?:{BLANKS}{IDEOGRAPH}{END}|{IDEOGRAPH}{{1,2}}?{ENDS_NAME})"
# Labels and names of offices after a role word, which are no names.
NO_NAME = (
    r"(?:填[报表]|制表|审核|复核|联系|单位|负责|部门)?(?:日期|时间|电话|方式|单位|部门|签[字名章]|盖章|职务|人)\s*[:：]"
    f"|{IDEOGRAPH}*(?:办公室|[科股处]室|单位|部门|机关|中心|委员会){END}"
)
# After a colon any short text is a name, and a name may run on; elsewhere it must end at AFTER_NAME or END.
SHORT_TEXT = f"{IDEOGRAPH}{BLANKS}{IDEOGRAPH}{END}|{IDEOGRAPH}{{2,4}}{END}"
ANY_NAME = f"(?!{NO_NAME})(?:{SURE_NAME}|{SHORT_TEXT}|{SURNAME}{IDEOGRAPH}{{1,2}})"
FURTHER = f"(?:[ \u3000]*[、，,/和及][ \u3000]*{SURE_NAME})*"
NAMED = re.compile(
    f"(?P<action>(?:{ACTIONS}|{OFFICES})[:： \u3000]+){SURE_NAME}"
    f"|(?P<before>[（(，,；;、：:由]|^){SURNAME}{IDEOGRAPH}{{1,2}}(?P<after>(?:同志)(?:负责|牵头|主持|带队|签字)?|(?:负责|牵头|主持|带队)(?=[）)]))"
    f"|(?P<role>{ROLES}(?:[（(][^（()）\n]{{1,8}}[)）])?)"
    f"(?:(?P<colon>[ \u3000]*[:：]\\s*[\"']?){ANY_NAME}{FURTHER}"
    f"|(?P<gap>[ \u3000（(]*){SURE_NAME}{FURTHER})"
)
TELEPHONE = re.compile(r"(?:(?<![0-9])0[0-9]{2,3}[-—－– ]?|(?<=电话[:：])|(?<=电话)) ?[1-9][0-9]{6,7}(?![0-9.,])")
NAME = re.compile(f"{SURNAME}(?:{BLANKS})?{IDEOGRAPH}{{1,2}}")


def names_person(text: str) -> bool:
    """Whether a text contains a personal name."""
    return NAMED.search(text) is not None


def without_persons(text: str) -> str:
    """Return a text without personal names and, where it has one, without telephone numbers."""
    unnamed = NAMED.sub(around_name, text)
    return TELEPHONE.sub("", unnamed) if unnamed != text else text


def around_name(match: re.Match[str]) -> str:
    """Return the text of a match of NAMED without the name."""
    kept = ("action", "before", "after", "role", "colon", "gap")
    return "".join(match[part] or "" for part in kept)


def is_name(text: str) -> bool:
    """Whether a text may be a personal name and nothing else."""
    return NAME.fullmatch(text.strip()) is not None
