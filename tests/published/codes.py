"""Every name that a link can hold, and the list of those that links have held since the first release."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from components.bibliography import SEARCH_PARAMETERS, bibliography
from components.story.visit import PARAMETER
from data.catalog import ROOT, catalog
from equity.view import AXES, ORDERS, SHARED_PARAMETERS, card_codes
from equity.vocabulary import GRADES, RESIDENCES

LIST = Path(__file__).with_name("codes.txt")
FRAMES = ("shell", "dataset")
"""Files of `pages/` that have no address of their own."""


def view_codes(definition, vocabulary):
    """Parameter to the codes it takes in a focused view; those of `groups` by dimension, as `groups.<dimension>`."""
    return {
        "view": [definition.id],
        "indicators": list(definition.indicators),
        "dimension": list(definition.dimensions),
        **{f"groups.{each}": list(vocabulary.groups(each)) for each in definition.dimensions},
        "scale": list(definition.scales),
        "order": list(ORDERS),
        "axis": list(AXES),
        **{column: list(vocabulary.groups(column)) for column in definition.columns},
    }


def shared_codes(vocabulary):
    """Parameter to the codes it takes on every page."""
    return {
        "lang": list(vocabulary.languages),
        "regions": list(vocabulary.regions),
        "residence": list(RESIDENCES),
        "grades": list(GRADES),
    }


def names():
    """Kind to the names that links can hold now: pages, parameters, and for each parameter its codes."""
    vocabulary = catalog().vocabulary
    found = defaultdict(set)
    found["page"] |= {dataset.page for dataset in vocabulary.datasets.values() if dataset.views}
    found["page"] |= {file.stem for file in (ROOT / "pages").glob("*.py")} - {"home", *FRAMES}
    found["parameter"] |= {*SHARED_PARAMETERS, *SEARCH_PARAMETERS, "view", PARAMETER}
    for definition in (*vocabulary.views(), *vocabulary.comparing_views()):
        found["parameter"] |= set(card_codes(definition, vocabulary, definition.dimensions[0]))
        for kind, codes in view_codes(definition, vocabulary).items():
            found[kind] |= set(codes)
    for kind, codes in shared_codes(vocabulary).items():
        found[kind] |= set(codes)
    found["data"] |= {vocabulary.data_version, *vocabulary.older_versions}
    found["dataset"] |= set(vocabulary.datasets)
    found["source"] |= set(bibliography(catalog()).index)
    return dict(found)


def published():
    """The list as pairs of kind and name."""
    return [tuple(line.split()) for line in LIST.read_text(encoding="utf-8").splitlines()]


def written(pairs):
    """Pairs of kind and name as the list, a line each."""
    return "".join(f"{kind} {name}\n" for kind, name in sorted(pairs))
