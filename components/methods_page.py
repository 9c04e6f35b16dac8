"""The parts of the methods page: what every code means, by which rules figures are drawn, and the files.

All of it is read from the definition files, the tables and their manifest, so that a new indicator, dimension,
formula or table stands here without a further line.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pandas as pd
import streamlit as st

from components import link
from components.address import API
from components.charts.marks import Row
from components.codebook import (
    caveat_counts,
    codebook,
    derived_figures,
    dimension_lines,
    grade_lines,
    indicator_lines,
    one_copy,
    qualifier_lines,
)
from components.data_files import dictionary, files, table_title
from components.export.formats import FORMATS
from components.export.table import table_bytes
from components.measure_list import (
    AGAINST,
    GROUPS,
    INTERVALS,
    measure_lines,
    measures_of,
    reason_lines,
    reasons,
)
from components.section import contents as section_links
from components.section import section
from data.catalog import Catalog, catalog
from data.ledger import QUALIFIED_TOLERANCE, RULES
from equity.formulas import FORMULAS as FUNCTIONS
from equity.language import Language
from equity.vocabulary import DEFAULT_GRADES

GRADES, READING, INDICATORS, DIMENSIONS = "grades", "marks", "indicators", "dimensions"
FORMULAS, MEASURES, PLACES = "formulas", "measures", "places"
DICTIONARY, FILES, PROGRAMS, LICENCE = "dictionary", "files", "api", "licence"
PARTS = (
    *(GRADES, READING, INDICATORS, DIMENSIONS, FORMULAS, MEASURES),
    *(PLACES, DICTIONARY, FILES, PROGRAMS, LICENCE),
)
"""The sections, in the order of the page."""

EXAMPLE_VIEW = "share-repaid.csv?lang={language}&groups=employee.resident"
EXAMPLE_TABLE = "insurance_coverage.parquet"

MISSING = ("no_figure", "hidden", "undated", "weak", "between")
"""What an empty place, or a figure outside its chart, may mean."""


def contents(language: Language) -> None:
    """The sections by name, each a link to its card."""
    section_links([(part, language(f"methods.{part}")) for part in PARTS], language)


def _section(part: str, language: Language) -> AbstractContextManager[None]:
    return section(part, language(f"methods.{part}"), language(f"methods.{part}.lead"), language)


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(rows: pd.DataFrame, language: Language) -> None:
    headings = {name: language(f"codebook.{name}") for name in rows.columns}
    st.dataframe(rows.rename(columns=headings), hide_index=True, width="stretch")


# How figures are chosen and drawn ----------------------------------------------------------------------------


def grades(language: Language) -> None:
    """The grades of evidence with their meaning, and the rule for which of several rows is drawn."""
    with _section(GRADES, language):
        st.markdown(_bullets(grade_lines(catalog(), language.code)))
        st.markdown(f"**{language('methods.rule')}**")
        names = [language.of(catalog().vocabulary.grades[grade]) for grade in DEFAULT_GRADES]
        order = language.list(names)
        st.markdown("\n".join(f"1. {language(f'methods.rule.{rule}', grades=order)}" for rule in RULES))
        percent = language.quantity(float(QUALIFIED_TOLERANCE * 100), "%")
        st.markdown(language("methods.rule.differs", tolerance=percent))
        told = one_copy(catalog(), language.code)
        if told:
            st.markdown(told)


def marks(language: Language) -> None:
    """Qualifiers and their marks, breaks, what is missing, and every caveat with the figures that bear it."""
    with _section(READING, language):
        st.caption(language("note.legend"))
        st.markdown(_bullets(qualifier_lines(catalog(), language.code)))
        st.markdown(f"**{language('methods.missing')}**")
        st.markdown(_bullets([language(f"methods.missing.{each}") for each in MISSING]))
        _breaks(language)
        told = caveat_counts(catalog(), language.code)
        with st.expander(language.plural("methods.caveats", len(told))):
            _table(told, language)


def _breaks(language: Language) -> None:
    st.markdown(f"**{language('methods.breaks')}**  \n{language('methods.breaks.lead')}")
    told = [
        language.sentences(language.of(view.question), language.of(each.reason))
        for view in catalog().vocabulary.views()
        for each in view.breaks
    ]
    st.markdown(_bullets(told) or language("methods.breaks.none"))


# What the codes mean -----------------------------------------------------------------------------------------


def indicators(language: Language) -> None:
    """Every indicator of every dataset, and all of them as a file in both languages."""
    with _section(INDICATORS, language):
        for code, dataset in catalog().vocabulary.datasets.items():
            title = language.plural(
                "methods.indicators.of", len(dataset.indicators), dataset=language.of(dataset.title)
            )
            _opened(f"indicators-{code}", title, indicator_lines, code, language)
        version = catalog().release["version"]
        st.download_button(
            language("methods.codebook"),
            data=lambda: table_bytes(codebook(catalog())),
            file_name=f"care-gap_indicators_{version}.csv",
            mime=FORMATS["csv"].mime,
            icon=":material/download:",
            on_click="ignore",
            key="csv-indicators",
        )


def dimensions(language: Language) -> None:
    """Every dimension with its groups in their order: one list of those with an order, one of the others."""
    with _section(DIMENSIONS, language):
        for ordered in (True, False):
            lines = dimension_lines(catalog(), ordered, language.code)
            key = "methods.dimensions.ordered" if ordered else "methods.dimensions.unordered"
            title = language.plural(key, lines.count("\n\n") + 1)
            _opened(f"dimensions-{key}", title, dimension_lines, ordered, language)


def _opened(
    key: str, title: str, lines: Callable[[Catalog, Any, str], str], argument: object, language: Language
) -> None:
    """A long text, drawn when it is opened."""
    expander = st.expander(title, key=f"{key}-{language.code}", on_change="rerun")
    if expander.open:
        with expander:
            st.markdown(lines(catalog(), argument, language.code))


def formulas(language: Language) -> None:
    """Each formula of derived figures in words, the function that computes it, and what is computed by it."""
    with _section(FORMULAS, language):
        made = derived_figures(catalog(), language.code)
        for code, formula in catalog().shared.get("formulas", {}).items():
            parts = {"of": language("methods.formula.of"), "per": language("methods.formula.per")}
            words, function = language.of(formula["label"]).format(**parts), FUNCTIONS[code]
            st.markdown(f"**{words}** · `{function.__module__}.{function.__name__}`")
            st.markdown(_bullets(made.get(code, [])) or language("methods.formula.unused"))


def measures(language: Language) -> None:
    """Every measure of inequality, how intervals are made and how well they do, and when no measure is shown."""
    with _section(MEASURES, language):
        for group in GROUPS:
            title = language.plural(
                "methods.measures.of", len(measures_of(group)), group=language(f"methods.measures.{group}")
            )
            _opened(f"measures-{group}", title, measure_lines, group, language)
        st.caption(language("measure.symbols"))
        st.markdown(f"**{language('methods.intervals')}**")
        st.markdown(_bullets([language(f"methods.intervals.{each}") for each in INTERVALS]))
        st.markdown(f"**{language('methods.against')}**  \n{language('methods.against.lead')}")
        for kind in AGAINST:
            title = language.plural(f"methods.against.{kind}", len(reasons(kind)))
            _opened(f"against-{kind}", title, reason_lines, kind, language)


def places(language: Language) -> None:
    """What the tile grid is, and what national tables cover."""
    with _section(PLACES, language):
        keys = ("grid.caption", "note.national_tables", "methods.places.codes")
        st.markdown(_bullets([language(key) for key in keys]))


# The files ---------------------------------------------------------------------------------------------------


def data_dictionary(language: Language) -> None:
    """The columns of every table, with type and meaning."""
    with _section(DICTIONARY, language):
        for name in catalog().tables:
            expander = st.expander(
                f"{table_title(catalog(), name, language)} · `{name}`",
                key=f"dictionary-{name}-{language.code}",
                on_change="rerun",
            )
            if expander.open:
                with expander:
                    _table(dictionary(catalog(), name, language.code), language)


def downloads(language: Language) -> None:
    """Every table as it is built and as it is reviewed, with what is needed to check a copy."""
    with _section(FILES, language):
        held = files(catalog())
        for name, each in held.groupby("table", sort=False):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{table_title(catalog(), str(name), language)}", width="stretch")
                for file in each.itertuples():
                    _file_button(file, language)
        with st.expander(language("methods.files.check")):
            told = held.assign(size=[_size(each, language) for each in held["size"]])
            _table(told[["file", "rows", "size", "sha256"]], language)


def _file_button(file: Row, language: Language) -> None:
    st.download_button(
        language(
            "methods.file", kind=file.kind, rows=language.number(file.rows), size=_size(file.size, language)
        ),
        data=file.path.read_bytes,
        file_name=file.file,
        mime=file.mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"file-{file.file}",
    )


def _size(count: int, language: Language) -> str:
    return language("methods.size", number=language.number(max(1, round(count / 1000))))


def api(language: Language) -> None:
    """What programs can ask for: a view and a table as examples, and where all of it is described."""
    with _section(PROGRAMS, language):
        site = link.page_address("")
        view = f"{site}{API}/views/{EXAMPLE_VIEW.format(language=language.code)}"
        table = f"{site}{API}/datasets/{EXAMPLE_TABLE}"
        for part, example in (("view", f'curl "{view}"'), ("table", f'pandas.read_parquet("{table}")')):
            st.markdown(f"**{language(f'methods.api.{part}')}**")
            st.code(example, language=None, wrap_lines=True)
        described = f"{API}/openapi.json?lang={language.code}"
        st.markdown(language("methods.api.more", openapi=described, views=f"{API}/views"))


def licence(language: Language) -> None:
    """The terms of the program and of the compilation, and how to cite the data set."""
    with _section(LICENCE, language):
        st.markdown(language("methods.licence.figures"))
        st.markdown(f"**{language('methods.cite')}**")
        st.code(citation_of_data(language), language=None, wrap_lines=True)


def citation_of_data(language: Language) -> str:
    """How to cite the compilation, with the version in use."""
    release = catalog().release
    return language("methods.citation", year=release["released"][:4], version=release["version"])
