"""The sums of a form and the remarks of the rules on it, as lists of its page."""

from collections.abc import Iterable, Sequence

from generator.analysis.rules import Remark
from generator.analysis.rules.identities import Identity, Operand
from generator.analysis.rules.rule import Rule
from generator.content.addresses import rule_address
from generator.content.markdown import Html
from generator.forms.model import Form
from generator.output.cell_html import amounts_html, number_html, text_html
from generator.problems import Severity
from generator.words import translate

# The remarks of one form by severity and rule.
Remarks = Sequence[tuple[Severity, Sequence[tuple[Rule, Sequence[Remark]]]]]


def ledger_lines(lines: Sequence[Identity], root: str) -> Html:
    """The identities of a form; those that only repeat a cell are collapsed while all of them agree."""
    numbered = [*enumerate(lines, 1)]
    repeated = [line for line in lines if not line.is_sum]
    agree = all(line.state == "ties" for line in repeated)
    shown = (ledger_line(line, number, root) for number, line in numbered if line.is_sum or not agree)
    fold = ""
    if repeated and agree:
        summary = text_html(translate("checks.record.repeated", count=len(repeated)))
        rest = "".join(ledger_line(line, number, root) for number, line in numbered if not line.is_sum)
        fold = f'<details class="fold"><summary>{summary}</summary>\n<ul class="ledger">{rest}</ul>\n</details>\n'
    return Html(f'<ul class="ledger">{"".join(shown)}</ul>\n{fold}')


def ledger_line(line: Identity, number: int, root: str) -> str:
    """One identity: its title and state, its figures, and a sentence where they do not agree."""
    title = text_html(line.title)
    state = text_html(translate(f"checks.state.{line.state}"))
    return (
        f'<li class="ledger__line ledger__line--{line.state}" id="check-{number}">\n'
        f'<h3>{title} <span class="state">{state}</span> '
        f'<a class="rule" href="{root}{rule_address(line.rule)}">{line.rule}</a></h3>\n'
        f'<p class="ledger__sum">{line.expression(operand_link(one, line.is_sum) for one in line.operands)}'
        f"{result_html(line)}</p>\n{sentence_html(line)}</li>"
    )


def operand_link(operand: Operand, is_of_sum: bool) -> str:
    """A figure of an identity, linked to its cell, whose name is shown where the figures are not added up."""
    if not is_of_sum:
        name = text_html(operand.name)
        return f'{name} <a href="#{operand.anchor}">{number_html(operand.text)}</a>'
    name = text_html(operand.name or translate("record.tasks.withheld_row"))
    return (
        f'<a href="#{operand.anchor}" title="{name}"><span class="frame-unseen">{name} </span>'
        f"{number_html(operand.text)}</a>"
    )


def result_html(line: Identity) -> str:
    """The sum of an identity, the figure that it must equal, and the unit."""
    against = line.against
    shown = ""
    if line.result:
        result = str(number_html(line.result))
        if against and line.is_exact:
            result = f'<a href="#{against.anchor}" title="{text_html(against.name)}">{result}</a>'
        shown = f" = <strong>{result}</strong>"
    if against and not line.is_exact:
        shown += f'；{text_html(against.name)} <a href="#{against.anchor}">{number_html(against.text)}</a>'
    if line.unit and line.operands and (against or line.is_sum):
        shown += f' <span class="unit">{text_html(line.unit)}</span>'
    return shown


def sentence_html(line: Identity) -> str:
    """An identity in words; empty where it agrees."""
    words = translate(
        f"checks.lines.{line.kind}.{line.words}",
        difference=line.difference,
        unit=line.unit,
        share=line.share,
        blank=line.blank,
    )
    return f'<p class="ledger__word">{amounts_html(words)}</p>' if words and line.state != "ties" else ""


def remark_lists(findings: Remarks, form: Form, root: str) -> Html:
    """The remarks on a form that ask for attention, and the others collapsed."""
    serious = [(severity, rules) for severity, rules in findings if severity != "info"]
    others = [(severity, rules) for severity, rules in findings if severity == "info"]
    fold = ""
    if others:
        summary = text_html(translate("checks.record.others"))
        fold = f'<details class="fold"><summary>{summary}</summary>\n{remarks_of(others, form, root)}\n</details>\n'
    lead, rules = text_html(translate("checks.record.findings_lead")), text_html(translate("checks.record.rules"))
    return Html(
        f'{remarks_of(serious, form, root)}\n{fold}<p class="aside">{lead} <a href="{root}checks/">{rules}</a></p>'
    )


def remarks_of(findings: Remarks, form: Form, root: str) -> str:
    """The remarks of some severities, by rule, each rule with the replies to it."""
    return "".join(
        f'<h3 class="weight weight--{severity}">{text_html(translate(f"checks.severity.{severity}"))}</h3>\n'
        f'<ul class="remarks">\n'
        + "".join(f"{rule_remarks(severity, rule, found, root)}{replies_to(form, rule.id)}\n" for rule, found in rules)
        + "</ul>\n"
        for severity, rules in findings
    )


def rule_remarks(severity: Severity, rule: Rule, found: Iterable[Remark], root: str) -> str:
    """The remarks of one rule."""
    title = text_html(translate(f"rules.{rule.id}.title"))
    link = f'<a class="rule" href="{root}{rule.path}" title="{title}">{rule.id}</a>'
    return "".join(
        f'<li id="{rule.id.lower()}-{severity[0]}{number}"><a href="#{remark.anchor}">{text_html(remark.cell)}</a>：'
        f"{text_html(remark.sentence)} {link}</li>\n"
        for number, remark in enumerate(found, 1)
    )


def replies_to(form: Form, rule: str) -> Html:
    """The confirmations of the findings of a rule, and the replies of the department to them."""
    entries = [
        *(
            (translate("history.confirmed", by=one.by, on=one.confirmed_on.isoformat()), one.note)
            for one in form.confirmations_of(rule)
        ),
        *((translate("history.reply", by=one.by, on=one.on.isoformat()), one.text) for one in form.replies_to(rule)),
    ]
    return Html(
        "".join(
            f'<li class="beside"><strong>{text_html(who)}</strong>{text_html(words)}</li>\n' for who, words in entries
        )
    )
