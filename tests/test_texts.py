"""Text lives in locales/ and data/definitions/ alone, in two languages that say the same."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from components import card, measure_list, methods_page, sources_page
from components.api.openapi import OPERATIONS, STATUSES
from components.api.requests import PROBLEMS
from components.bibliography import COUNTS
from components.charts.axes import TOOLTIP
from components.data_files import CODEBOOK_COLUMNS, COLUMN_TYPES
from components.export.csv import LABELS
from components.export.formats import FORMATS, STORIES
from components.export.xlsx import SHEETS
from components.export.zip_file import FILES as ZIPPED
from components.figure_list import HEADINGS
from components.findings_page import READING
from components.own_data.bring import WAYS
from components.share import ADDRESSES, FRAME
from components.story.slides import BUTTONS
from components.table import COLUMNS
from data.catalog import LANGUAGES, LOCALES, ROOT, read_toml
from data.engine import IN_PARTS
from data.ledger import RULES
from data.upload.personal import REASONS as PERSONAL
from data.upload.recognition import CASES, ROLES, TABLE, TEMPLATE
from equity.gaps import VERDICTS
from equity.measures import MODELS, advisor, words
from equity.measures.bad_input import CURES
from equity.measures.definedness import REASONS
from equity.microdata.result import REASONS as CASE_REASONS
from equity.sensitivity import CONCLUSIONS
from equity.story_format import PROBLEMS as STORY_PROBLEMS
from equity.view import AXES, ORDERS, SHARED_PARAMETERS
from equity.vocabulary import REGION

FOLDERS = ("pages", "components", "data", "equity")
TOOL = ROOT / "pages" / "static" / "fonts" / "subset.py"
FILES = [
    ROOT / "app.py",
    *(file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")) if file != TOOL),
]
NAMES = [str(file.relative_to(ROOT)) for file in FILES]

CJK = re.compile(r"[\u2e80-\u2fff\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
HAN = r"[\u3400-\u9fff]"
PROSE = re.compile(r"[A-Za-z]{2,}[,;:]? [a-z]{2,}")
"""Two words in a row: what a reader would call text."""

NOT_TEXT = {
    # Names under which a visit keeps something, and the name of a thread.
    "components/link.py": {"filters of last run", "page of last run"},
    "app.py": {"draw ahead"},
    # A frame for other sites, in HTML.
    "components/share.py": {FRAME},
    # A list of fonts.
    "components/export/drawing.py": {"IBM Plex Sans, Microsoft YaHei, PingFang SC, sans-serif"},
    "components/charts/theme.py": {"IBM Plex Sans, PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif"},
    # Codes of statistics, units and qualifiers, whose labels are declared.
    "data/derive.py": {"mean, weighted", "less than", "more than"},
    # Headers of an answer.
    "components/api/answers.py": {'inline; filename="', "public, max-age="},
    # Where Plotly sets the text of a mark.
    "components/charts/explorer.py": {"middle left", "middle right"},
    "equity/language.py": {"days of income"},
    "equity/vocabulary.py": {"more than", "at least", "less than", "up to"},
    "data/engine.py": {IN_PARTS},
    # The command line speaks to programmers.
    "data/build.py": {
        "the data folder, when not the one in use",
        "report every problem and build nothing",
        "the language of the report",
    },
}
"""Literals of two words that no reader of a page ever sees. Each must still be there."""

CODE_IN_A_STRING = (
    "components/document.py",
    "components/own_data/uploader.py",
    "components/story/open_file.py",
    "components/story/shelf.py",
    "components/story/stage.py",
    "components/style.py",
)
"""JavaScript, HTML and CSS."""


@cache
def tree(name):
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def literals(name):
    """The string literals of a file but docstrings and the messages of errors."""
    nodes = list(ast.walk(tree(name)))
    left_out = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    raised = [node for node in nodes if isinstance(node, ast.Raise) or is_error_message(node)]
    left_out |= {id(inner) for node in raised for inner in ast.walk(node)}
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out
    ]


def is_error_message(node):
    """`super().__init__("…")` of an exception class, or a line of the log."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("super().__init__", "LOG."))


@pytest.mark.parametrize("name", NAMES)
def test_no_chinese_stands_in_code(name):
    source = (ROOT / name).read_text(encoding="utf-8")  # an escaped bound such as "\\u2e80" is no text
    assert [text for text in literals(name) if any(sign in source for sign in CJK.findall(text))] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name not in CODE_IN_A_STRING])
def test_no_prose_stands_in_code(name):
    found = {text for text in literals(name) if PROSE.search(text)}
    assert found == NOT_TEXT.get(name, set())


SPOKEN = {
    "label",
    "help",
    "placeholder",
    "body",
    "alt",
    "title",
    "subtitle",
    "description",
    "display_text",
    "text",
}
SILENT_CALLS = {"st.Page", "st.html", "st.components.v2.component", "st.column_config.Column"}


def spoken_literals(name):
    """Letters written as a literal into what a `st.` call or a chart's title shows."""
    for node in ast.walk(tree(name)):
        if not isinstance(node, ast.Call):
            continue
        call = ast.unparse(node.func)
        if (
            not call.startswith(("st.", "alt.Title"))
            or call in SILENT_CALLS
            or call.startswith(("st.session_state", "st.query_params"))
        ):
            continue
        shown = [*node.args[:1], *(each.value for each in node.keywords if each.arg in SPOKEN)]
        yield from (
            (call, text) for each in shown for text in own_literals(each) if re.search(r"[A-Za-z]", text)
        )


def own_literals(node):
    """The literals of an expression that are shown as they stand: not those given to another call."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.List | ast.Tuple | ast.IfExp):
        for inner in ast.iter_child_nodes(node):
            yield from own_literals(inner)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_shown_that_is_not_looked_up(name):
    assert list(spoken_literals(name)) == []


def test_the_rule_sees_a_literal_that_is_shown():
    spoilt = ast.parse(
        "st.header(f'Hello {name}')\nst.button('**' + 'Go', help=language('x'))\nst.caption('· ')"
    )
    calls = [node for node in ast.walk(spoilt) if isinstance(node, ast.Call) and node.args]
    found = [text for call in calls for text in own_literals(call.args[0]) if re.search("[A-Za-z]", text)]
    assert found.count("Hello ") == 1
    assert "Go" in found


# Catalogues --------------------------------------------------------------------------------------------------


@cache
def messages(code):
    with (LOCALES / f"{code}.po").open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(file)
            if message.id
        }


def strings(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


PARTS = {
    "tab.{}": card.COMPARING_TABS,
    "column.{}": {*LABELS, *COLUMNS, *TOOLTIP, *HEADINGS, "region_code"},
    "scale.{}": ("linear", "log"),
    "order.{}": ORDERS,
    "home.reading.{}": READING,
    "dimension.{}": (REGION,),
    "controls.{}": ("indicators", "dimension", "groups", "period", "scale", "order", "axis"),
    "filters.{}": SHARED_PARAMETERS,
    "api.{}": OPERATIONS,
    "api.error.{}": PROBLEMS,
    "api.status.{}": tuple(map(str, STATUSES)),
    "methods.api.{}": ("view", "table"),
    "section.{}": sources_page.PARTS,
    "section.{}.lead": sources_page.PARTS,
    "role.{}": COUNTS,
    "ledger.{}": RULES,
    "methods.{}": methods_page.PARTS,
    "methods.{}.lead": methods_page.PARTS,
    "methods.rule.{}": RULES,
    "methods.missing.{}": methods_page.MISSING,
    "methods.type.{}": COLUMN_TYPES,
    "methods.measures.{}": measure_list.GROUPS,
    "methods.intervals.{}": measure_list.INTERVALS,
    "methods.against.{}": measure_list.AGAINST,
    "codebook.{}": CODEBOOK_COLUMNS,
    "measure.note.{}": words.NOTES,
    "measure.method.{}": words.METHODS,
    "measure.unit.{}": words.UNITS,
    "measure.undefined.{}": (*REASONS, *CASE_REASONS),
    "measure.refused.{}": (*advisor.REFUSALS, *advisor.MODEL_REFUSALS),
    "measure.input.{}": CURES,
    "axis.{}": AXES,
    "sheet.{}": SHEETS,
    "{}.note": tuple(card.WAYS),
    "share.{}": tuple(ADDRESSES),
    "zip.{}": tuple(ZIPPED),
    "file.{}": tuple(FORMATS),
    "files.{}": tuple({each.kind for each in FORMATS.values()}),
    "story.arrived.{}": ("link", "file", "browser", "here", "there"),
    "story.unread.{}": ("link", "file", "browser"),
    "story.problem.{}": STORY_PROBLEMS,
    "story.slide.{}": BUTTONS,
    "story.file.{}": STORIES,
    "own.way.{}": WAYS,
    "own.kind.{}": (TEMPLATE, CASES, TABLE, "dataset"),
    "own.row.{}": (CASES, TABLE),
    "own.part.{}": ROLES,
    "own.personal.{}": PERSONAL,
    "own.mended.{}": ("data", "aside", "log"),
    "story.{}": ("undo", "redo", "up", "down"),
    "variant.{}": (*MODELS, "equal_weights", "reference"),
    "conclusion.{}": CONCLUSIONS,
    "gap.verdict.{}": VERDICTS,
    "gap.change.{}": ("absolute", "relative"),
    "gap.favourable.{}": ("high", "low"),
    **{
        f"curve.{{}}{part}": ("concentration", "lorenz", "cases_concentration", "cases_lorenz")
        for part in ("", ".x", ".y")
    },
    "curve.{}.until": ("concentration", "lorenz"),
    "curve.cases_{}.alt": ("concentration", "lorenz"),
    "campaigns.{}": ("goal", "raised"),
}
"""What stands in a key that is put together, by the pattern of the key."""


def rules(prefix):
    """The rules of the check, or of readers' files, from the code that names them."""
    named = {text for name in NAMES if name.startswith("data/") for text in literals(name)}
    named |= {"minimum_passed", "maximum_passed"}  # written as f"{bound}_passed"
    return {
        key.split(".")[1]
        for code in LANGUAGES
        for key in messages(code)
        if key.startswith(f"{prefix}.") and key.endswith(".cure")
    } & named


SPEAKERS = {"language", "say", "other", "self", "language.plural", "say.plural", "reader", "titles"}


def keys_asked():
    """Every key that code asks for, and the patterns of those that are put together."""
    whole, patterns = set(), set()
    for name in NAMES:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in SPEAKERS and node.args:
                for key in options(node.args[0]):
                    (patterns if "{}" in key else whole).add(key)
    return whole, patterns


def options(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from options(node.body)
        yield from options(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join("{}" if isinstance(each, ast.FormattedValue) else each.value for each in node.values)


def keys_put_together():
    _, patterns = keys_asked()
    known = dict(PARTS)
    for prefix in ("check", "upload"):
        known |= {f"{prefix}.{{}}": rules(prefix), f"{prefix}.{{}}.cure": rules(prefix)}
    assert patterns <= set(known), f"say in PARTS what stands in {patterns - set(known)}"
    return {pattern.format(part) for pattern, part in ((p, part) for p in patterns for part in known[p])}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_key_that_is_asked_for_has_a_text(code):
    whole, _ = keys_asked()
    assert len(whole) > 60
    assert whole | keys_put_together() - {"column.region_code"} <= set(messages(code)) | {""}


def test_no_text_stands_in_a_catalogue_that_nobody_asks_for():
    whole, _ = keys_asked()
    constants = {text for name in NAMES for text in literals(name)}  # keys that travel in a variable
    asked = whole | keys_put_together() | constants
    unused = {code: sorted(set(messages(code)) - asked) for code in LANGUAGES}
    assert unused == {code: [] for code in LANGUAGES}


ONE_LANGUAGE_ONLY = {"number.1e4", "number.1e6", "number.1e8", "number.1e9", "number.1e12"}
"""Names of the large numbers, which the languages count differently."""


def test_both_catalogues_have_the_same_keys():
    assert set(messages("en")) ^ set(messages("zh")) <= ONE_LANGUAGE_ONLY


DATE_PARTS = {"month", "month_number"}


def placeholders(message):
    return {field for text in strings(message) for _, field, _, _ in Formatter().parse(text) if field}


def test_both_languages_have_the_same_placeholders():
    shared = set(messages("en")) & set(messages("zh"))
    differing = {
        key: placeholders(messages("en")[key]) ^ placeholders(messages("zh")[key])
        for key in shared
        if placeholders(messages("en")[key]) ^ placeholders(messages("zh")[key])
    }
    # English writes a month by its name, Chinese by its number.
    assert {
        key for key, fields in differing.items() if not (key.startswith("date.") and fields <= DATE_PARTS)
    } == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_message_is_empty_or_stands_twice(code):
    assert [key for key, message in messages(code).items() if "" in strings(message)] == []
    text = (LOCALES / f"{code}.po").read_text(encoding="utf-8")
    counts = Counter(re.findall(r'^msgid "(.+)"$', text, re.MULTILINE))
    assert [key for key, count in counts.items() if count > 1] == []


def test_the_plural_forms_are_those_of_the_language():
    for message in messages("en").values():
        assert not isinstance(message.id, tuple) or len(strings(message)) == 2
    for message in messages("zh").values():
        assert not isinstance(message.id, tuple) or len(strings(message)) == 1


def without_placeholders(text):
    return re.sub(r"\{\w*\}|`[^`]*`|“[^”]*”", "", text)


def test_every_chinese_message_is_chinese():
    english = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")
    latin = [
        key
        for key, message in messages("zh").items()
        for text in strings(message)
        if english.search(without_placeholders(text))
        or (re.search("[A-Za-z]", without_placeholders(text)) and not CJK.search(text))
    ]
    assert set(latin) <= {"check.unknown_qualifier.cure"}  # it names codes, which are English


def test_no_english_message_has_chinese_but_to_show_it():
    # The list of regions can be searched by Chinese characters, and says so.
    allowed = {"filters.regions_placeholder"}
    found = {key for key, message in messages("en").items() for text in strings(message) if CJK.search(text)}
    assert found <= allowed


HALF_WIDTH = re.compile(rf"{HAN}[,.;:?!()]|[,;:?!(]{HAN}|\.{HAN}{{2}}")


def test_chinese_messages_have_chinese_punctuation():
    wrong = [
        key for key, message in messages("zh").items() for text in strings(message) if HALF_WIDTH.search(text)
    ]
    assert wrong == []


def chinese_labels(value, path=""):
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "zh" and isinstance(each, str):
                yield path, each
            else:
                yield from chinese_labels(each, f"{path}.{key}")
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from chinese_labels(each, f"{path}.{position}")


def test_chinese_definitions_have_chinese_punctuation(where):
    files = sorted(where.definitions.glob("*.toml"))
    wrong = [
        (file.stem, path, text)
        for file, (path, text) in (
            (file, each) for file in files for each in chinese_labels(read_toml(file), "")
        )
        if HALF_WIDTH.search(re.sub(r"\{\w+\}", "", text))
    ]
    assert wrong == []
