"""Our three records held against redacted copies of the documents they were transcribed from."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from reading import HERE, record_of
from sources import ORIGINALS, needs_obtained, obtained
from tracing import is_faithful, reports, traced

from generator.cli.neighbours import drawing_around
from generator.cli.trace import read_form, redacted_copy, trace_report
from generator.forms.cells import has_changed_since_trace
from generator.tracing.alignment import align
from generator.tracing.document_index import DocumentIndex
from generator.tracing.labels import FormLabels
from generator.tracing.original import source_text
from generator.tracing.queries import VerbatimCell
from generator.tracing.result import WRONG, Trace, stored

ROOT = HERE.parent
each_original = pytest.mark.parametrize("path", ORIGINALS)


@cache
def trace_with(path: str) -> Trace:
    """The trace of one of our records."""
    return trace_report(ROOT / "content" / f"{path}.yml", ORIGINALS[path])


@cache
def ground_with(path: str) -> DocumentIndex:
    """The document of one of our records."""
    file = ROOT / "content" / f"{path}.yml"
    form, _ = read_form(file)
    return DocumentIndex(source_text(ORIGINALS[path]), FormLabels(form, drawing_around(file, form)))


def cells_with(path: str) -> list[VerbatimCell]:
    """The cells of one of our records."""
    return [cell.cell for cell in trace_with(path).cells]


# The whole result: how the cells were found, the shares, what is left by line and length, what to look at.
RESULTS = {
    "zhanjiang/zhengfawei/2021": (
        {"found": 98, "several": 18, "apart": 18, "blank": 1},
        (2073, 214, 0, 0, "100.00"),
        [],
        [
            "budget.by_level.own_level",
            "budget.by_level.transfers",
            "indicators.0.family",
            "indicators.4.type",
            "indicators.7.type",
            "indicators.10.type",
        ],
    ),
    "jieyang/zhengfawei/2022": (
        {"found": 111, "blank": 3},
        (1462, 210, 0, 69, "100.00"),
        [(15, 16), (16, 16), (18, 16), (23, 16), (37, 5)],
        [],
    ),
    "zhanjiang/jiwei/2021": ({"found": 131, "absent": 2, "blank": 6}, (1789, 199, 0, 0, "100.00"), [], []),
}


@each_original
def test_our_records_are_what_their_documents_say(path: str) -> None:
    trace = trace_with(path)
    counts, shares, left, doubtful = RESULTS[path]
    counted = trace.shares
    print(f"\n{path}: {counted.accounted} % of {counted.whole} characters accounted for")
    assert Counter(str(cell.match.state) for cell in trace.cells) == counts
    assert (counted.record, counted.labels, counted.left, counted.marked, str(counted.accounted)) == shares
    assert [(piece.line, piece.count) for piece in trace.left] == left
    assert [".".join(map(str, cell.cell.path)) for cell in trace.doubtful] == doubtful
    assert (trace.wrong, trace.lacking, trace.is_faithful, trace.is_guarded) == ((), (), True, False)
    assert trace.sha256 == trace.said_sha256 != ""


# The forms whose documents are read from sheets, pages and sites: the share of the document that is accounted for.
OTHERS = {
    "zhanjiang/rensheju/2023": "100.00",
    "zhanjiang/rensheju/2024": "100.00",
    "central/tianwentai/2023/dalou-gaizao": "94.67",
    "central/tianwentai/2023/jiben-keyan-yewufei": "95.17",
    "central/tianwentai/2023/kexue-gongcheng-yunxing": "94.91",
    "central/tianwentai/2023/rencai-zhuanxiang": "93.01",
    "central/tianwentai/2023/lisan-moni": "95.97",
    "central/tianwentai/2023/wangyuanjing-shengji": "94.11",
    "central/tianwentai/2023/guangxue-wenxiang": "95.51",
    "central/tianwentai/2023/huairou-guance": "95.17",
    "central/tianwentai/2023/tianwen-shuju": "95.41",
    "putuo/wanli/2023/gonggong-sheshi": "96.90",
    "putuo/wanli/2023/shequ-fuwu-zhongxin": "95.75",
    "putuo/wanli/2023/jiuye-butie": "94.80",
    "putuo/wanli/2023/huanjing-zhengzhi": "96.23",
    "putuo/wanli/2023/gongzuo-jingfei": "99.06",
    "qingshan/jiaoyuju/2020/xuexiao-gaizao": "100.00",
    "xiangtan/huanweichu/2023/wupaoche": "96.86",
    "yueyangxian/nongyeju/2022/gaobiaozhun-nongtian": "82.98",
    "xiangxi/texiao/2023/huoshifei": "97.91",
    "yuzhong/rensheju/2021/jiuye-buzhu.results": "100.00",
}


@pytest.mark.parametrize("path", OTHERS)
def test_the_other_forms_are_what_their_documents_say(path: str) -> None:
    original = HERE / "originals" / f"{path.replace('/', '-')}.txt"
    trace = trace_report(ROOT / "content" / f"{path}.yml", original)
    assert (trace.wrong, trace.lacking, trace.is_faithful, trace.is_guarded) == ((), (), True, False)
    assert trace.sha256 == trace.said_sha256 != ""
    assert str(trace.shares.accounted) == OTHERS[path]


@needs_obtained
def test_nothing_of_the_marked_rows_is_in_a_report(tmp_path: Path) -> None:
    text = obtained("002")
    original = tmp_path / "original.txt"
    original.write_text(text, encoding="utf-8")
    trace = trace_report(ROOT / "content/jieyang/zhengfawei/2022.yml", original)
    marked = [line for line in text.splitlines() if "（密）" in line]
    open_text = "".join("".join(line.split()) for line in text.splitlines() if line not in marked)
    secret = {bare[at : at + 6] for line in marked for bare in ["".join(line.split())] for at in range(len(bare) - 5)}
    secret = {piece for piece in secret if piece not in open_text}
    how_many, shown = len(secret), reports(trace)
    assert how_many > 50
    assert [len(piece) for piece in secret if piece in shown] == []
    assert hashlib.sha256(text.encode()).hexdigest() not in shown


@needs_obtained
def test_the_copies_here_are_what_the_command_makes_of_the_marked_rows(tmp_path: Path) -> None:
    original = tmp_path / "original.txt"
    original.write_text(obtained("002"), encoding="utf-8")
    made = redacted_copy(ROOT / "content/jieyang/zhengfawei/2022.yml", original).splitlines()
    here = ORIGINALS["jieyang/zhengfawei/2022"].read_text(encoding="utf-8").splitlines()
    # By hand: the amount of an indicator without a mark.
    differ = [number for number, (one, other) in enumerate(zip(made, here, strict=True), start=1) if one != other]
    assert differ == [37]


def digit_changes(cells: list[VerbatimCell]) -> Iterator[tuple[int, str]]:
    """Every digit of every cell of the form changed to every other one."""
    for order, cell in enumerate(cells):
        for at, sign in enumerate(cell.text):
            if sign.isdigit() and not cell.is_about:
                for digit in "0123456789".replace(sign, ""):
                    yield order, cell.text[:at] + digit + cell.text[at + 1 :]


def slips(cells: list[VerbatimCell]) -> Iterator[tuple[int, str]]:
    """The first, the middle and the last character of every cell left out or written twice."""
    for order, cell in enumerate(cells):
        count = len(cell.text)
        for at in sorted({0, count // 2, count - 1}) if count and not cell.is_about else ():
            if not cell.text[at].isspace():
                yield order, cell.text[:at] + cell.text[at + 1 :]
                yield order, cell.text[: at + 1] + cell.text[at:]


def uncaught(path: str, changes: Iterator[tuple[int, str]]) -> tuple[int, int, list[tuple[str, str, str]]]:
    """How many changes there are, how many are named by their own cell, and those that nothing catches."""
    cells, document = cells_with(path), ground_with(path)
    count, named, missed = 0, 0, []
    for order, text in changes:
        changed = [*cells[:order], replace(cells[order], text=text), *cells[order + 1 :]]
        alignment = align(document, changed)
        count += 1
        named += alignment.matches[order].state in WRONG
        if not is_faithful(changed, alignment):
            continue
        missed.append((".".join(map(str, cells[order].path)), cells[order].text, text))
    return count, named, missed


@pytest.mark.slow
@each_original
def test_every_changed_digit_is_caught_and_named(path: str) -> None:
    count, named, missed = uncaught(path, digit_changes(cells_with(path)))
    print(f"\n{path}: {count} changed digits, {count - len(missed)} caught, {named} named by their own cell")
    assert missed == []
    assert named == count > 500


@pytest.mark.slow
@each_original
def test_every_lost_or_doubled_character_is_caught(path: str) -> None:
    count, named, missed = uncaught(path, slips(cells_with(path)))
    print(f"\n{path}: {count} slips, {count - len(missed)} caught, {named} named by their own cell")
    assert missed == []
    assert count > 500


# Both have lost their labels in the text of the document, as the record notes; a person has to look at them.
DISPLACED = {("budget.by_level.own_level", "budget.by_level.transfers")}


@pytest.mark.slow
@each_original
def test_two_exchanged_figures_are_caught(path: str) -> None:
    cells, document = cells_with(path), ground_with(path)
    figures = [order for order, cell in enumerate(cells) if cell.is_figure]
    pairs = [(one, two) for one, two in combinations(figures, 2) if cells[one].text != cells[two].text]
    missed = set()
    for one, two in pairs:
        changed = list(cells)
        changed[one], changed[two] = (
            replace(cells[one], text=cells[two].text),
            replace(cells[two], text=cells[one].text),
        )
        if is_faithful(changed, align(document, changed)):
            missed.add((".".join(map(str, cells[one].path)), ".".join(map(str, cells[two].path))))
    print(f"\n{path}: {len(pairs)} exchanges, {len(pairs) - len(missed)} caught")
    assert missed == (DISPLACED if path == "zhanjiang/zhengfawei/2021" else set())


@pytest.mark.slow
@each_original
def test_a_digit_changed_in_the_file_changes_the_trace(path: str) -> None:
    """The same once more through the files and the whole report, for a digit of each line of the form."""
    text = (ROOT / "content" / f"{path}.yml").read_text(encoding="utf-8")
    keeps = stored(trace_with(path))
    lines = text.split("\n")
    end = lines.index("framework: before-101")
    own = ("decided_on", "basis", "withheld", "decided_by")
    tried = 0
    for number, line in enumerate(lines[:end]):
        at = next((at for at in range(len(line) - 1, -1, -1) if line[at].isdigit()), None)
        if at is None or line.strip(" -").startswith(own):
            continue
        changed = "\n".join(
            [*lines[:number], line[:at] + str((int(line[at]) + 3) % 10) + line[at + 1 :], *lines[number + 1 :]]
        )
        record, _ = record_of(changed)
        assert record is not None
        assert has_changed_since_trace(record.model_copy(update={"trace": keeps}))
        assert not traced(changed, ground_with(path)).is_faithful, line
        tried += 1
    assert tried > 15


@pytest.mark.parametrize(
    ("path", "changes", "wrong"),
    [
        (
            "yuzhong/rensheju/2021/jiuye-buzhu.results",
            (("adjusted: 7574", "adjusted: 6643"), ("spent: 6643", "spent: 7574")),
            ["execution.total.adjusted", "execution.total.spent"],
        ),
    ],
)
def test_a_value_below_another_heading_is_misplaced(
    path: str, changes: tuple[tuple[str, str], ...], wrong: list[str], tmp_path: Path
) -> None:
    city = path.partition("/")[0]
    shutil.copytree(ROOT / "content" / city, tmp_path / "content" / city)
    file = tmp_path / "content" / f"{path}.yml"
    text = file.read_text(encoding="utf-8")
    for number, (before, _) in enumerate(changes):
        text = text.replace(before, f"\0{number}")
    for number, (_, after) in enumerate(changes):
        text = text.replace(f"\0{number}", after)
    file.write_text(text, encoding="utf-8")
    trace = trace_report(file, HERE / "originals" / f"{path.replace('/', '-')}.txt")
    assert [".".join(map(str, cell.cell.path)) for cell in trace.wrong] == wrong
