"""One way in which a form splits its money, as a table of its page."""

from collections.abc import Mapping
from decimal import Decimal

from generator.analysis.table_rows import ReferenceAmounts, Split, SplitLine
from generator.content.markdown import Html
from generator.forms.figures import figure
from generator.output.cell_html import cell_html, number_html, term_html, text_html
from generator.output.row_html import decision_words
from generator.words import translate


def money_table(split: Split, unit: str, terms: Mapping[str, str], root: str) -> Html:
    """The lines of a split with their amounts and shares, and its total."""
    name = text_html(split.name)
    heads = (text_html(translate(f"record.budget.{key}")) for key in ("line", "amount", "share"))
    line, amount, share = heads
    rows = "".join(money_row(one, terms, root) for one in split.lines)
    why = ""
    if split.decision:
        words = translate("record.withheld_why", names="、".join(split.withheld)) + decision_words(split.decision)
        why = f'<p class="aside held__why">{text_html(words)}</p>'
    return Html(
        f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">\n'
        f'<table class="money" id="{split.anchor}">\n'
        f'<caption>{name}<span class="unit">{text_html(translate("record.money_unit", unit=unit))}</span></caption>\n'
        f'<thead><tr><th scope="col">{line}</th><th scope="col" class="right">{amount}</th>'
        f'<th scope="col" class="right">{share}</th></tr></thead>\n<tbody>\n{rows}</tbody>\n'
        f'<tfoot><tr id="{split.total_anchor}"><th scope="row">{total_head(split)}</th>'
        f'<td class="right">{total_cell(split)}</td><td></td></tr></tfoot>\n</table>\n{why}</div>\n'
    )


def reference_table(group: ReferenceAmounts) -> Html:
    """The table of a group of reference amounts, which are not added up."""
    name = text_html(group.name)
    unit = text_html(translate("record.money_unit", unit=group.unit)) if group.unit else ""
    rows = "".join(
        f'<tr id="{line.anchor}"><th scope="row">{text_html(line.name)}</th>'
        f'<td class="right">{cell_html(line.value)}</td></tr>\n'
        for line in group.lines
    )
    return Html(
        f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">\n'
        f'<table class="money" id="{group.anchor}">\n'
        f'<caption>{name}{f"""<span class="unit">{unit}</span>""" if unit else ""}</caption>\n'
        f'<thead><tr><th scope="col">{text_html(translate("record.budget.line"))}</th>'
        f'<th scope="col" class="right">{text_html(translate("record.budget.as_written"))}</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )


def money_row(line: SplitLine, terms: Mapping[str, str], root: str) -> str:
    """One line of a split."""
    over = ""
    if line.exceeds:
        over = f' <span class="second">{text_html(translate("projects.share_over", share=line.share))}</span>'
    return (
        f'<tr id="{line.anchor}"><th scope="row">{term_html(line.name, terms, root)}</th>'
        f'<td class="right">{cell_html(line.value)}</td><td class="right">{share_html(line.share)}{over}</td></tr>\n'
    )


def share_html(share: Decimal | None) -> str:
    """A share in percent; empty for one that is unknown."""
    return "" if share is None else f'<span class="num">{share}%</span>'


def total_head(split: Split) -> str:
    """The name of the total of a split: that of the form, or the word for a sum, marked where it was computed."""
    if split.stated is not None:
        return text_html(split.total_name)
    name = text_html(translate("record.budget.total"))
    return (
        name if split.total is None else f'{name} <span class="derived">{text_html(translate("record.derived"))}</span>'
    )


def total_cell(split: Split) -> str:
    """The total of a split as the form has it, as it was computed, or the word for why there is none."""
    if split.stated is not None:
        return cell_html(split.stated)
    return cell_html(split.total_cell) if split.total is None else number_html(figure(split.total))
