"""`python -m tests.golden` writes the kept sentences anew, to be read before they are committed."""

from __future__ import annotations

from data.catalog import LANGUAGES
from tests.golden.sentences import path_of, sentences, written

for code in LANGUAGES:
    path_of(code).write_text(written(sentences(code)), encoding="utf-8")
    print(path_of(code))
