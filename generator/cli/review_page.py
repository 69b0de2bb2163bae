"""The review page of an import: one HTML file without a network, in which forms are compared with their source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.analysis.rules import BY_ID, ledger, remark
from generator.analysis.rules.identities import Identity
from generator.cli.check import facts_of_file
from generator.cli.check_result import located_findings
from generator.cli.standalone import standalone_page
from generator.content.cell_names import use_drawn_money
from generator.forms.drawings.vocabulary import SHAPES
from generator.forms.fields import OF_DECISIONS, SOME_DAY, validate
from generator.importing.review_form import ReviewedForm
from generator.output.template_folders import template_folders
from generator.problems import visible
from generator.secrecy.withheld_rows import unquoted_in_withheld_rows
from generator.text.yaml_edits import leaves, root_of, with_texts
from generator.words import format_problem, translate

TEMPLATE = "import_review.html"
STYLE, SCRIPT = "review.css", "review.js"
# What a draft has not yet, so that its cells can be checked.
REVIEWED = {
    ("framework",): "before-101",
    ("disclosure", "attribute"): "主动公开",
    ("review", "by"): "-",
    ("review", "on"): SOME_DAY,
    ("review", "conclusion"): "同意公开",
}
# The criteria of rules about what is not on the form.
OFF_FORM = ("secrecy", "timeliness")


@dataclass(frozen=True, slots=True)
class DraftReport:
    """The checks of a draft: its sums and findings in words, how many there are and how many tie; or its mistakes."""

    lines: list[str]
    sums: int = 0
    tied: int = 0
    findings: int = 0
    problems: list[str] = field(default_factory=list)


def review_page(root: Path, forms: Sequence[ReviewedForm], answers: str) -> str:
    """The review page of some forms, whose answers are saved under a name."""
    return standalone_page(
        template_folders(root),
        TEMPLATE,
        STYLE,
        SCRIPT,
        forms=forms,
        reports=[report_of(root, form) for form in forms],
        name="、".join(dict.fromkeys(form.source_name for form in forms)),
        file=answers,
    )


def report_of(root: Path, form: ReviewedForm) -> DraftReport:
    """The report on the cells of a draft, as if all that is not on the form were filled in."""
    nodes = root_of(form.text)
    blank = {path: value for path, _, value in leaves(nodes) if not value}
    decided = {path: SOME_DAY if path[-1] == "decided_on" else "-" for path in blank if path[-1] in OF_DECISIONS}
    nodes = root_of(with_texts(form.text, decided | {path: text for path, text in REVIEWED.items() if path in blank}))
    drawing = form.draft.fit.drawing
    use_drawn_money(nodes, drawing)
    record, problems = validate(SHAPES[drawing.kind], nodes, form.file.name)
    if record is None:
        return DraftReport([], problems=[*map(format_problem, unquoted_in_withheld_rows(problems, nodes))])
    facts = facts_of_file(form.file.name, (root / form.file).absolute(), record, nodes)
    lines = [] if form.draft.withholds else ledger(facts)
    sums = [line for line in lines if line.is_sum]
    found = [remark(each.finding) for each in located_findings([facts])]
    shown = [each for each in found if BY_ID[each.rule.id].criterion not in OFF_FORM and each.severity != "info"]
    findings = [translate("importing_page.finding", cell=each.cell, sentence=each.sentence) for each in shown]
    tied = sum(line.state == "ties" for line in sums)
    return DraftReport([*map(line_words, sums), *findings], len(sums), tied, len(findings))


def line_words(line: Identity) -> str:
    """A sum of a form in words."""
    state = translate(f"checks.state.{line.state}")
    figures = line.expression(operand.text for operand in line.operands)
    figures += f" = {line.result}" if line.result else ""
    words = "，".join(filter(None, (figures, state)))
    return visible(translate("importing_page.ledger", title=line.title, words=words))
