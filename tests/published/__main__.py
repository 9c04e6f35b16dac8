"""`python -m tests.published` adds the names of today to those that links may hold; none is ever taken away."""

from __future__ import annotations

from tests.published.codes import LIST, names, published, written

today = {(kind, name) for kind, every in names().items() for name in every}
LIST.write_text(written(today | set(published() if LIST.exists() else ())), encoding="utf-8")
print(LIST)
