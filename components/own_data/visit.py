"""A reader's own file while they visit: in the memory of the visit alone, never on disk, gone when it ends."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components import link
from components.address import COMPARE
from components.own_data.opening import opened, pasted, place_of
from components.story.visit import PAGE as STORY
from data.catalog import Catalog, published
from data.upload.brought import DIGITS, PAGE, ReadersCatalog
from data.upload.declared import declared_of
from data.upload.disaggregated import brought_of
from data.upload.distribution import Distribution, distribution_of
from data.upload.doctor import Report, examine
from data.upload.personal import personal_columns
from data.upload.recognition import Recognition, Roles, recognise
from data.upload.sheets import Opened, Sheet
from data.upload.small_groups import FEWEST
from data.upload.summary import Hidden, note_of, summary_of

LOG = logging.getLogger("caregap")

MADE_UP = "synthetic"
"""The column in which generated rows say that they are."""

PENDING, BROUGHT, PASTED = "own-pending", "own-brought", "own-pasted"
PAGES = (PAGE, COMPARE, STORY)
"""Where a reader's own figures stand beside the published ones."""


@dataclass(frozen=True)
class OwnFile:
    """A file as it was brought, and what the reader said of it."""

    name: str
    digest: str
    opened: Opened
    sheet: int = 0
    left_out: tuple[str, ...] | None = None
    """Columns that nothing is computed from; `None`: those that look personal."""
    kind: str = ""
    """What a row is, where the reader says otherwise than it was recognised."""
    roles: Roles | None = None
    """Which column plays which part; `None` as guessed."""
    unit: str = ""
    """The unit of the outcome, in the reader's words; empty where the file may say it."""
    fewest: int = FEWEST
    """Groups of fewer cases are not shown."""
    synthetic: bool = False
    uploaded: bool = False
    """Whether it lies in the uploader, whose own button removes it."""


@dataclass(frozen=True)
class Brought:
    """A file with all that follows from it; of a file without a table, only its problems."""

    file: OwnFile
    sheet: Sheet | None = None
    """The chosen table, without what was left out."""
    personal: dict[str, str] | None = None
    """Columns that look personal, and why."""
    left_out: tuple[str, ...] = ()
    recognition: Recognition | None = None
    report: Report | None = None
    hidden: tuple[Hidden, ...] = ()
    distribution: Distribution | None = None
    """How unequal the outcome is among cases."""
    where: ReadersCatalog | None = None
    """The catalog with its figures; `None` where no row can be used."""


def brought() -> Brought | None:
    """What the reader brought, or nothing."""
    return st.session_state.get(BROUGHT)


def bring(name: str, content: bytes) -> None:
    """Take a file in, at the next `settle`."""
    _ask(lambda: OwnFile(name, digest_of(content), opened(name, content), uploaded=True))


def paste(text: str, name: str) -> None:
    """Take a pasted table in, at the next `settle`."""
    _ask(lambda: OwnFile(name, digest_of(text.encode()), pasted(text)))


def bring_example(name: str, made: Callable[[], Sheet]) -> None:
    """Take generated rows in, at the next `settle`; they are marked as such wherever they are shown."""
    _ask(lambda: OwnFile(name, digest_of(name.encode()), Opened((made(),)), synthetic=True))


def change(**said: object) -> None:
    """Understand the same file otherwise, at the next `settle`, on top of what else was said meanwhile."""
    before: Callable[[], OwnFile] | None = st.session_state.get(PENDING)
    found = brought()
    if before is not None:
        _ask(lambda: replace(before(), **said))
    elif found is not None:
        _ask(lambda: replace(found.file, **said))


def take_part(role: str, heading: str) -> None:
    """Have a column play a part, beside what else was said meanwhile."""
    before: Callable[[], OwnFile] | None = st.session_state.get(PENDING)
    found = brought()
    if found is None or found.recognition is None:
        return
    guessed, file = found.recognition.roles, found.file

    def said() -> OwnFile:
        changed = before() if before is not None else file
        return replace(changed, roles=replace(changed.roles or guessed, **{role: heading}))

    _ask(said)


def let_go() -> None:
    """Forget the file and all that follows from it, in the address too."""
    for name in (PENDING, BROUGHT):
        st.session_state.pop(name, None)
    if PASTED in st.session_state:
        st.session_state[PASTED] = ""
    link.share_filters_alone()


def let_go_of_upload() -> None:
    """Forget what was uploaded, but not a table that was pasted or an example taken since."""
    found = brought()
    if found is None or found.file.uploaded:
        let_go()


def on_show() -> bool:
    """Whether what is drawn here, and so the message of whatever fails, may hold cells of a reader's file."""
    held = brought() is not None or waits()
    return held and st.session_state.get(link.PAGE_OF_LAST_RUN) in PAGES


def waits() -> bool:
    """Whether there is work for `settle`."""
    return PENDING in st.session_state


def settle() -> bool:
    """Open and examine what was asked for: long work, done where the page can say so. Whether that could be done.

    What the reader brought before stays until then, and where it cannot; a run that is broken off is begun again.
    """
    ask: Callable[[], OwnFile] = st.session_state[PENDING]
    try:
        found = examined(ask())
    except Exception as error:
        # Only where it went wrong: the message itself may hold what stands in a reader's cells.
        LOG.error("a reader's file was not understood: %s at %s", type(error).__name__, place_of(error))
        st.session_state.pop(PENDING)
        return False
    st.session_state[BROUGHT] = found
    st.session_state.pop(PENDING)
    return True


def _kept(roles: Roles | None, sheet: Sheet) -> Roles | None:
    """The parts that were chosen, but for those of columns that were left out since."""
    if roles is None:
        return None
    return Roles(**{name: heading for name, heading in asdict(roles).items() if heading in sheet.cells})


def _named(file: OwnFile, left_out: tuple[str, ...], recognition: Recognition) -> str:
    """What names the figures in links: the file, and all that was said of it that changes what a code stands for."""
    guessed = file.sheet == 0 and file.kind == "" and file.roles is None and not file.unit
    said = (file.sheet, left_out, recognition.kind, recognition.roles, file.unit, file.fewest)
    usual = guessed and file.left_out is None and file.fewest == FEWEST
    return file.digest if usual else digest_of(f"{file.digest}{said}".encode())


def digest_of(content: bytes) -> str:
    """What names a file in links."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def _ask(for_file: Callable[[], OwnFile]) -> None:
    st.session_state[PENDING] = for_file


def examined(file: OwnFile) -> Brought:
    """Everything that follows from a file, worked out once: reruns of the page only show it."""
    if not file.opened.sheets:
        return Brought(file)
    file = replace(file, synthetic=file.synthetic or _is_made_up(file.opened.sheets[file.sheet]))
    where, whole = published(), file.opened.sheets[file.sheet]
    personal = personal_columns(whole, where)
    left_out = tuple(personal) if file.left_out is None else file.left_out
    sheet = replace(whole, cells=whole.cells.drop(columns=list(left_out)))
    recognition = recognise(sheet, where)
    recognition = replace(
        recognition,
        kind=file.kind or recognition.kind,
        roles=_kept(file.roles, sheet) or recognition.roles,
        unit=file.unit,
    )
    report = examine(sheet, recognition, where)
    understood = Brought(file, sheet, personal, left_out, recognition, report)
    if report.used.empty or not (recognition.has_schema or recognition.roles.outcome):
        return understood
    name = _named(file, left_out, recognition)
    if recognition.dataset:
        figures = declared_of(report.used, recognition.dataset, name, file.fewest, synthetic=file.synthetic)
        return replace(understood, where=ReadersCatalog.of(figures))
    summary = summary_of(report, recognition, report.unit, file.fewest)
    distribution = distribution_of(report, recognition, file.fewest)
    understood = replace(understood, hidden=summary.hidden, distribution=distribution)
    if summary.rows.empty:
        return understood
    note = note_of(summary.hidden, file.fewest, made_up=file.synthetic)
    figures = brought_of(
        summary.rows,
        file.name,
        name,
        summary.words,
        note,
        distribution,
        summary.hidden,
        synthetic=file.synthetic,
    )
    return replace(understood, where=ReadersCatalog.of(figures))


def _is_made_up(sheet: Sheet) -> bool:
    """Whether every row says of itself that it was generated."""
    return MADE_UP in sheet.cells and {str(each).casefold() for each in sheet.cells[MADE_UP].unique()} == {
        "true"
    }


def catalog_of_visit() -> Catalog | None:
    """The catalog with the reader's figures, on the pages where they stand beside the published ones."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    found = brought()
    shown = found is not None and st.session_state.get(link.PAGE_OF_LAST_RUN) in PAGES
    return found.where if found and shown else None
