"""Rules for texts: typing errors, remains of templates, copied texts, and texts that are not the registered ones."""

import re
from collections.abc import Iterator

from generator.analysis.facts import FormFacts
from generator.analysis.rules.cells import RecordText, goal_name, shortened
from generator.analysis.rules.rule import Finding, RuleInput, at_indicator, at_text
from generator.analysis.years import pair_of
from generator.content.register import register_state
from generator.targets.normal_form import plain
from generator.text.similarity import is_extension, similarity
from generator.text.word_list import word_map
from generator.words import translate

MARKUP = re.compile(
    r"</?[A-Za-z][^<>]{0,60}>|&(?:[A-Za-z]{2,8}|#\d{1,6});|\*\*(?![\s%％)）])[^*\n]{1,40}(?<![≥≤＞＜><(（\s])\*\*"
)
QUOTES = (("“", "”"), ("‘", "’"), ("《", "》"), ("「", "」"))
QUOTE = re.compile(f'[{"".join(map("".join, QUOTES))}"]')


def begun_with(signs: str, rest: str) -> str:
    """A pattern of any of some signs and what follows; one that begins with a class would be tried at every place."""
    return "|".join(re.escape(sign) + rest for sign in signs)


# Placeholders for the figure after a sign of comparison: ≥**%, ≤X元, ＞□, ≥__.
STUB = (
    begun_with("≥≤＞＜≧≦", r" *[%％‰]"),
    begun_with("≥≤＞＜≧≦", r" {2,}(?=[一-龥])"),
    begun_with("≥≤＞＜><≧≦", r" ?(?:[*＊×○〇□?？]+|[XxＸ]+(?![A-Za-z0-9])|[_＿]+|…+|\.{3,})[%％‰]?"),
)
TEMPLATE = re.compile(
    "|".join(
        (
            "请在此处|请在此|此处填写|请填写|填写说明|样例[:：]",
            begun_with("XＸx×", r"(?<![A-Za-z].)[XＸx×]+(?![A-Za-z])"),
            *STUB,
            begun_with("＊*", r"[＊*]+(?=[一-龥%％‰/)）])"),
            r"以及(?:…|\.{3}|。{2,})",
            "原因(?:主要)?(?:是|为|有)[:：]?[。；;]|主要(?:是|包括|有)[:：]?[。；;]|__(?:_)+|□□*",
        )
    )
)
# Wrong characters that look or sound like the right ones, as patterns that exclude correct words.
TYPOS = word_map("""
    完场(?![馆地所景次])=完成 更游校=更有效 开发共享(?!平台|系统|数据|软件|程序|中心|单车|汽车)=开放共享 部暑=部署
    绩校=绩效 绩郊=绩效 贯撤=贯彻 贯切=贯彻 防(?<!预防)犯(?!罪)=防范 竟(?<!究竟)争=竞争 满意渡=满意度 合各率=合格率
    完成律=完成率 及时律=及时率 松驰=松弛 追朔=追溯 渲泄=宣泄 迫不急待=迫不及待 截止目前=截至目前
""")
# All patterns begin with a character, and no group is around them: so a search skips every other character quickly.
TYPO = re.compile("|".join(TYPOS))
SHORTEST = 15
SENTENCE = re.compile(rf"[^。；;\n]{{{SHORTEST},}}")
COPIED = 0.95
RENAMED = 0.75


def strange_signs(case: RuleInput) -> Iterator[Finding]:
    """V42: remains of markup, or an unpaired quotation mark."""
    has_markup = MARKUP.search(case.text) is not None
    for cell in case.cells:
        match = MARKUP.search(cell.text) if has_markup else None
        odd = half_quoted(cell.text) if QUOTE.search(cell.text) and not is_target(cell) else ""
        if match:
            yield at_text(cell, shortened(match[0]), form="markup")
        elif odd:
            yield at_text(cell, odd, form="quotes")


def half_quoted(text: str) -> str:
    """Return the kind of quotation marks that is unpaired; empty when there is none."""
    odd = next((left + right for left, right in QUOTES if text.count(left) != text.count(right)), "")
    return odd or ('"' if text.count('"') % 2 else "")


def template_left(case: RuleInput) -> Iterator[Finding]:
    """V48: words that the empty form has printed, or a sentence that breaks off."""
    for cell, match in case.matches(TEMPLATE):
        if not is_target(cell):
            yield at_text(cell, shortened(match[0]))


def is_target(cell: RecordText) -> bool:
    """Whether the text is a 指标值, whose remains of templates are V20."""
    return cell.path[-1] == "target"


def copied(case: RuleInput) -> Iterator[Finding]:
    """V49: the goal is that of the year before, or a text has a sentence twice."""
    goal = case.facts.goal
    if case.before is not None and likeness_of_texts(goal, before := case.before.goal) > COPIED:
        how = translate(f"findings.copied.{'whole' if goal == before else 'nearly'}")
        yield Finding("goal", goal_name(case.facts), form="before", year=case.before.source.year, how=how)
    for cell in case.cells:
        twice = repeated(cell.text) if len(cell.text) > 2 * SHORTEST else ""
        if twice:
            yield at_text(cell, shortened(twice), form="twice")


def likeness_of_texts(text: str, other: str) -> float:
    """Return the similarity of two long texts; short ones are similar only when equal."""
    return float(text == other) if min(len(text), len(other)) < 60 else similarity(text, other)


def repeated(text: str) -> str:
    """Return the first sentence that a text has twice; empty when there is none."""
    seen = set()
    for sentence in SENTENCE.findall(text):
        if sentence in seen:
            return str(sentence)
        seen.add(sentence)
    return ""


def typos(case: RuleInput) -> Iterator[Finding]:
    """V50: words from a list of sure typing errors."""
    for cell, match in case.matches(TYPO):
        at = match.start()
        meant = next(right for wrong, right in TYPOS.items() if re.compile(wrong).match(cell.text, at))
        yield at_text(cell, match[0], meant=meant)


def names_vary(case: RuleInput) -> Iterator[Finding]:
    """V51: the supervisor has a name that is not on the roster, or an indicator another name than a year ago."""
    source = case.facts.source
    about, supervisor = source.department, source.record.supervisor
    # Forms of projects have a code before the name.
    named = str(getattr(source.record, "department", supervisor))
    names = {named, *about.names, *case.roster}
    meant = looks_like(supervisor, names) if supervisor and len(supervisor) > 1 and supervisor not in names else ""
    if supervisor and meant:
        title = case.facts.titles.title("supervisor")
        yield Finding("supervisor", title, shortened(supervisor), form="supervisor", name=meant)
    if case.before is not None:
        yield from renamed(case.facts, case.before)


def looks_like(name: str, names: set[str]) -> str:
    """Return the first of some names that this one abbreviates or resembles; empty when there is none."""
    return next((other for other in sorted(names) if name in other or similarity(name, other) >= RENAMED), "")


def renamed(now: FormFacts, before: FormFacts) -> Iterator[Finding]:
    """Yield the indicators that continue one of the form before under another name.

    A name that only adds words to the earlier one counts where the target is unchanged.
    """
    for match in pair_of(before, now).indicator_matches:
        if match.alike is None or match.before is None or match.now is None:
            continue
        was, line = match.before.indicator, match.now
        is_kept = plain(was.written) == plain(line.indicator.written)
        if match.is_sure or (is_kept and is_extension(was.name, line.indicator.name)):
            yield at_indicator(line, form="renamed", name=shortened(was.name), year=before.source.year)


def approved_text_changed(case: RuleInput) -> Iterator[Finding]:
    """V56: the text is not the registered one, even with the adjustments undone."""
    source = case.facts.source
    state = register_state(source.record, source.registered) if source.registered else None
    if state and state.state == "changed" and state.since:
        yield Finding("history", translate("history.title"), since=state.since.isoformat(), why=state.why)


def departed_from_original(case: RuleInput) -> Iterator[Finding]:
    """V57: the text has changed since it was compared with the original document."""
    trace = case.facts.form.trace
    if trace and case.facts.has_departed:
        yield Finding("trace", translate("record.source.trace"), share=trace.share)
