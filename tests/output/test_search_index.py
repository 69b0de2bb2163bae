"""The index as a browser reads it: what is in the files, and that no piece of any text is missed."""

import json
import random
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings, strategies as st
from indexing import index_of

from generator.output.search_folding import UNITS, equal_characters, folded
from generator.output.search_index import (
    KINDS,
    SearchDocument,
    SearchEntry,
    index_document,
)
from generator.output.search_ngrams import DOUBLES, LATIN_RUN
from generator.output.search_postings import (
    CODES,
    DIGITS,
    FIRST_OF_CODE,
    FIRST_SINGLE,
    RANKS,
    WIDEST,
    code_digits,
    packed_numbers,
    set_codes,
)
from generator.output.search_shards import SHARD_SIZE
from generator.words import translate

DEPARTMENT, TASK, INDICATOR, GOAL, PAGE = "department", "task", "indicator", "goal", "page"

POLITICS_2021 = SearchDocument(
    "zhanjiang/zhengfawei/2021/",
    "湛江市委政法委 2021 年",
    "湛江市",
    "2021",
    (
        SearchEntry(DEPARTMENT, "中共湛江市委政法委员会", "", "市委政法委"),
        SearchEntry(TASK, "政法信息网", "task-1", "政法信息网"),
        SearchEntry(TASK, "政法信息网", "task-1", "租赁链路", "948 万元"),
        SearchEntry(INDICATOR, "满意度", "indicator-1", "", "≥８８％"),
    ),
    ("政法系统",),
    ("shi wei zheng fa wei",),
    {"text": "预算 948 万元"},
)
POLITICS_2022 = SearchDocument(
    "jieyang/zhengfawei/2022/",
    "揭阳市委政法委 2022 年",
    "揭阳市",
    "2022",
    (
        SearchEntry(DEPARTMENT, "中共揭阳市委政法委员会", "", ""),
        SearchEntry(GOAL, "目标", "goal", "群众满意度"),
    ),
)
ABOUT = SearchDocument("about/", "关于本站", "", "", (SearchEntry(PAGE, "关于本站", "", "ABC 群"),))
TINY = (ABOUT, POLITICS_2021, POLITICS_2022)


class Reader:
    """Finds phrases in the files of an index and in nothing else, in the plainest way."""

    def __init__(self, documents):
        self.files = {path: json.loads(content) for path, content in index_of(map(index_document, documents))}
        self.about = self.files["search/index.json"]
        self.documents = {
            code: [one for part in range(len(parts)) for one in self.files[f"search/d/{code}-{part}.json"]]
            for code, _, _, parts in self.about["sets"]
        }
        # The documents as (code of the set, number), newest first.
        runs = [
            (year, [(code, first + at) for at in range(count)])
            for code, _, years, _ in self.about["sets"]
            for first, (year, count) in zip(accumulate((count for _, count in years), initial=0), years, strict=False)
        ]
        runs.sort(key=lambda run: run[0], reverse=True)
        self.ordered = [one for _, run in runs for one in run]

    def lists(self, gram):
        first, second = (*map(ord, gram), 0)[:2]
        return unpacked(
            lists_in(self.files[f"search/g/{(first * 31 + second) % self.about['shards']}.json"]).get(gram, "")
        )

    def ranks(self, phrase):
        """(Code of a set, document number) -> the best rank in which all n-grams of the phrase are."""
        word = units(folded(phrase))
        triples = [
            DOUBLES[one] + DOUBLES[other] for run in LATIN_RUN.findall(word) for one, other in pairwise(pairs(run))
        ]
        grams = triples + pairs(word) or [word[0]]
        found = {}
        for rank in RANKS:
            for number in set.intersection(*(set(self.lists(gram)[rank]) for gram in grams)):
                found.setdefault(number, rank)
        return found

    def find(self, phrase):
        """The paths of the pages in which the phrase really stands, best first."""
        ranks = self.ranks(phrase)
        ordered = sorted(ranks, key=lambda number: (ranks[number], self.ordered.index(number)))
        return [self.document(number)["path"] for number in ordered if self.holds(number, folded(phrase))]

    def document(self, number):
        code, place = number
        return self.documents[code][place]

    def holds(self, number, word):
        document = self.document(number)
        texts = [text for _, label, _, texts, *value in document["places"] for text in (label, *texts, *value)]
        return any(word in folded(text) for text in (*texts, *document.get("names", ())))


def lists_in(shard):
    """Each n-gram of a shard with its packed list."""
    characters, pairs, lists = (*map(units, shard[:2]), shard[2])
    grams = [*characters, *map("".join, zip(pairs[::2], pairs[1::2], strict=True))]
    return dict(zip(grams, lists.split(","), strict=True)) if grams else {}


def pairs(text):
    return [one + other for one, other in pairwise(text)]


def units(text):
    """The text as UTF-16 units, each a character of its own, as JavaScript sees it."""
    code = text.encode("utf-16-be", "surrogatepass")
    return "".join(chr(int.from_bytes(code[at : at + 2], "big")) for at in range(0, len(code), 2))


def unpacked(text):
    ranks = [[] for _ in RANKS]
    at, code = 0, 0
    while at < len(text):
        head = DIGITS.index(text[at])
        if head >= FIRST_OF_CODE:
            code = ((head - FIRST_OF_CODE) * 64 + DIGITS.index(text[at + 1])) * 64 + DIGITS.index(text[at + 2])
            at += 3
            head = DIGITS.index(text[at])
        rank, width = divmod(head, WIDEST) if head < FIRST_SINGLE else (head - FIRST_SINGLE, 0)
        count, shift, more = 1, 0, True
        while more:
            at += 1
            digit = DIGITS.index(text[at])
            count, shift, more = count + ((digit & 31) << shift), shift + 5, digit >= 32
        if head >= FIRST_SINGLE:
            ranks[rank].append((code, count - 1))
            at += 1
            continue
        bits = "".join(f"{DIGITS.index(digit):06b}" for digit in text[at + 1 :])
        number, place = -1, 0
        for _ in range(count):
            one = bits.index("1", place)
            number += (one - place << width) + int(bits[one + 1 : one + 1 + width] or "0", 2) + 1
            place = one + 1 + width
            ranks[rank].append((code, number))
        at += 1 + -(-place // 6)
    return ranks


FOUND = [
    ("政法委", ["jieyang/zhengfawei/2022/", "zhanjiang/zhengfawei/2021/"]),
    ("市委政法委", ["jieyang/zhengfawei/2022/", "zhanjiang/zhengfawei/2021/"]),
    ("法", ["jieyang/zhengfawei/2022/", "zhanjiang/zhengfawei/2021/"]),
    ("满意度", ["zhanjiang/zhengfawei/2021/", "jieyang/zhengfawei/2022/"]),
    ("信息网", ["zhanjiang/zhengfawei/2021/"]),
    ("≥88%", ["zhanjiang/zhengfawei/2021/"]),
    ("≥８８％", ["zhanjiang/zhengfawei/2021/"]),
    ("948万元", ["zhanjiang/zhengfawei/2021/"]),
    ("9", ["zhanjiang/zhengfawei/2021/"]),
    ("949", []),
    ("群众", ["jieyang/zhengfawei/2022/"]),
    ("群", ["about/", "jieyang/zhengfawei/2022/"]),
    ("系统", ["zhanjiang/zhengfawei/2021/"]),
    ("abc群", ["about/"]),
    ("ａｂｃ", ["about/"]),
    ("网租", []),
    ("委市", []),
    ("揭阳信息", []),
    ("\u4e01", []),
    ("!", []),
    ("龥", []),
]


@pytest.mark.parametrize(("phrase", "paths"), FOUND)
def test_finds_where_a_phrase_stands_best_first(phrase, paths):
    assert Reader(TINY).find(phrase) == paths


def test_the_first_file_tells_documents_kinds_and_shards():
    assert Reader(TINY).about == {
        "format": 3,
        "sets": [
            [121876, "", [["", 1]], [1]],
            [123823, "揭阳市", [["2022", 1]], [1]],
            [76142, "湛江市", [["2021", 1]], [1]],
        ],
        "kinds": [
            *("部门", "地区", "话题", "通知", "核对", "页面", "表"),
            *("项目", "任务", "指标", "目标", "金额", "来源", "说明"),
        ],
        "named": 6,
        "equal": equal_characters("中共湛江揭阳市委政法员会信息网租赁链路万元满意度系统关于本站群目标众"),
        "units": UNITS,
        "words": {key: translate(f"search.words.{key}") for key in ("particles", "questions")},
        "shards": 2,
    }


def test_a_document_holds_each_place_once_with_its_texts():
    assert Reader(TINY).files["search/d/76142-0.json"][0] == {
        "path": "zhanjiang/zhengfawei/2021/",
        "title": "湛江市委政法委 2021 年",
        "names": ["政法系统"],
        "pinyin": ["shi wei zheng fa wei"],
        "card": {"text": "预算 948 万元"},
        "places": [
            [KINDS.index(DEPARTMENT), "中共湛江市委政法委员会", "", ["市委政法委"]],
            [KINDS.index(TASK), "政法信息网", "task-1", ["租赁链路"], "948 万元"],
            [KINDS.index(INDICATOR), "满意度", "indicator-1", [], "≥８８％"],
        ],
    }


def test_a_shard_holds_characters_and_pairs():
    one = SearchDocument("a/", "", "", "", (SearchEntry(GOAL, "政法", "", "政委"),))
    code = code_digits(121876)
    assert lists_in(Reader([one]).files["search/g/0.json"]) == {
        "委": code + "gA",
        "政": code + "fAgA",
        "政委": code + "gA",
        "政法": code + "fA",
        "法": code + "fA",
    }


def test_a_new_city_a_new_year_and_a_changed_text_move_no_number():
    files = Reader(TINY).files
    new_city = replace(POLITICS_2022, path="b/c/2022/", city="阿市")
    new_year = replace(POLITICS_2021, path="zhanjiang/zhengfawei/2023/", year="2023")
    for document in (new_city, new_year):
        changed = Reader([*TINY, document]).files
        lists, before = (
            {gram: text for path in some if "/g/" in path for gram, text in lists_in(some[path]).items()}
            for some in (changed, files)
        )
        numbers = {gram: [{*rank} for rank in unpacked(text)] for gram, text in lists.items()}
        for gram, text in before.items():
            assert all(old <= new for old, new in zip(map(set, unpacked(text)), numbers[gram], strict=True))
        for path in files:
            if path.startswith("search/d/"):
                assert changed[path][: len(files[path])] == files[path]


def test_a_changed_text_rewrites_only_the_shards_of_its_pieces():
    documents = synthetic(40)
    first = documents[0]
    entry = SearchEntry(TASK, "标题", "task-0", "甲乙丙")
    before, after = (
        dict(index_of(map(index_document, some)))
        for some in (documents, [replace(first, entries=(*first.entries, entry)), *documents[1:]])
    )
    assert before.keys() == after.keys()
    changed = {path for path in before if before[path] != after[path]}
    shards = {path for path in changed if path.startswith("search/g/")}
    assert len([path for path in before if path.startswith("search/g/")]) > 30
    assert len(shards) <= 10
    assert changed - shards <= {"search/index.json", *(path for path in changed if path.startswith("search/d/"))}


def test_codes_of_sets_depend_on_their_names():
    names = [f"市{number}" for number in range(2_000)]
    codes = set_codes(names)
    assert len({*codes.values()}) == len(codes)
    assert max(codes.values()) < CODES
    assert len({name for name in names if set_codes([name])[name] != codes[name]}) < 40


FOLDED = [
    ("湛江 市\u3000委\n", "湛江市委"),
    ("ＡｂＣ１２３％", "abc123%"),
    ("①②㎡", "12m2"),
    ("a\u00adb\u200bc\ufeffd\u202ee", "abcde"),
    ("\u00b4", "\u0301"),
    ("İ", "i̇"),
    ("\ue000\uf8ff", "\ufffd\ufffd"),
    ("（密）", "(密)"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "plain"), FOLDED)
def test_fold(text, plain):
    assert folded(text) == plain


def test_no_documents_make_an_empty_index():
    files = dict(index_of([]))
    assert sorted(files) == ["search/g/0.json", "search/index.json"]
    assert json.loads(files["search/index.json"])["sets"] == []


ascending = st.sets(st.integers(0, 20_000), min_size=1, max_size=300).map(sorted)


@given(ascending, ascending, st.integers(0, CODES - 1))
def test_numbers_survive_packing(first, last, code):
    packed = code_digits(0) + packed_numbers(0, first) + code_digits(code) + packed_numbers(2, last)
    assert unpacked(packed) == [[(0, number) for number in first], [], [(code, number) for number in last]]


@pytest.mark.parametrize("step", [1, 2, 3, 7, 100, 500])
def test_packing_is_short_whatever_the_spacing(step):
    numbers = range(0, 10_000, step)
    best = len(numbers) * (1.2 + step.bit_length()) / 6 + 5
    assert len(packed_numbers(0, numbers)) <= best


characters = st.one_of(
    st.sampled_from("政法委湛江市 \n%％≥８８1.7ABabＡ①㎡𠀀𠀁😀é"),
    # The last character of the plane joins the texts of a document; the reader lets none of it in.
    st.characters(exclude_categories=("Cs",), exclude_characters="\uffff"),
)
texts = st.text(characters, max_size=30)
entries = st.builds(SearchEntry, st.sampled_from(KINDS), texts, st.just("a"), texts)


@pytest.mark.slow
@settings(max_examples=3 * settings.default.max_examples // 2, deadline=None)
@given(st.lists(st.lists(entries, min_size=1, max_size=4), min_size=1, max_size=4), st.randoms())
def test_every_piece_of_every_text_is_found(contents, chance):
    documents = [
        SearchDocument(f"{number}/", "", "", str(2020 + number % 2), tuple(content))
        for number, content in enumerate(contents)
    ]
    reader = Reader(documents)
    for document in documents:
        for text in [text for entry in document.entries for text in (entry.label, entry.text)]:
            start = chance.randrange(len(text) + 1)
            piece = text[start : start + chance.randrange(1, 13)]
            if folded(piece):
                assert document.path in reader.find(piece)


@given(st.permutations(TINY))
def test_the_order_of_documents_does_not_matter(documents):
    assert list(index_of(map(index_document, documents))) == list(index_of(map(index_document, TINY)))


def test_numbers_are_told_apart_before_any_page_is_read():
    amounts = [
        SearchDocument(f"{n}/", "", "", "", (SearchEntry(PAGE, "", "", f"{n}.{n + 7} {n + 70}.{n}"),))
        for n in range(10, 60)
    ]
    reader = Reader(amounts)
    assert [reader.document(number)["path"] for number in reader.ranks("34.41")] == ["34/"]


def test_words_of_utf_16_halves_stay_readable_json():
    files = dict(index_of([index_document(SearchDocument("a/", "", "", "", (SearchEntry(PAGE, "𠀀𠀁", "", ""),)))]))
    assert any("\\ud840" in content.decode("utf-8") for path, content in files.items() if "/g/" in path)


def synthetic(count):
    """Documents of the length of real tables (15 tasks, 25 indicators), made of 500 turns of phrase."""
    chance = random.Random(5)
    hanzi = [chr(0x4E00 + number * 7) for number in range(1000)]
    phrases = ["".join(chance.choices(hanzi, k=chance.randint(4, 8))) for _ in range(500)]

    def text(length):
        return "，".join(chance.choices(phrases, k=max(1, length // 7)))

    def entries():
        yield SearchEntry(GOAL, "目标", "goal", text(400))
        for row in range(15):
            yield SearchEntry(TASK, text(9), f"task-{row}", text(60))
        for row in range(25):
            yield SearchEntry(INDICATOR, text(9), f"indicator-{row}", text(20))

    return [
        SearchDocument(f"c/{number}/", text(9), f"城市{number % 5}", str(2020 + number % 5), tuple(entries()))
        for number in range(count)
    ]


@pytest.mark.slow
def test_files_stay_small():
    files = dict(index_of(map(index_document, synthetic(300))))
    sizes = {path: len(content) for path, content in files.items()}
    shards = [size for path, size in sizes.items() if path.startswith("search/g/")]
    assert max(shards) < 2 * SHARD_SIZE
    assert sizes["search/index.json"] < 10_000
    # A third of it is what numbers cost that depend on their own city alone.
    assert sum(shards) / 300 < 1_600
