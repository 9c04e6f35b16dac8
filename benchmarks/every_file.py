"""Every view in every format and both languages, asked for over the API: each must come, and as what it says it is.

python -m benchmarks.every_file            all of them, with two workers (`make check-files`)
python -m benchmarks.every_file png zh     those of one format, or one language, or one view
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

os.environ.setdefault("CAREGAP_WORKERS", "2")

from schemathesis.python.asgi import get_client
from starlette.applications import Starlette

from components.api.routes import api
from components.export.formats import FORMATS
from data.catalog import LANGUAGES, catalog

AT_ONCE = 4
"""Requests under way: enough to keep the workers busy, and too few to fill the queue."""


def main(asked: list[str]) -> int:
    """Ask for every file that the words in `asked` leave; print what it took, and every file that did not come."""
    every = product(catalog().vocabulary.view_ids, FORMATS, LANGUAGES)
    wanted = [each for each in every if all(word in each for word in asked)]
    application: Any = Starlette(routes=[api()])
    client = get_client(application)
    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda each: _asked(client, *each), wanted))
    took = time.perf_counter() - started
    size: Counter[str] = Counter()
    for (_, code, _), (_, length) in zip(wanted, answers, strict=True):
        size[code] += length
    failed = [problem for problem, _ in answers if problem]
    for code, count in size.items():
        print(f"{code:8} {count / 1e6:8.1f} MB")
    print(*failed, f"{len(wanted)} files in {took:.0f} s, {len(failed)} failed", sep="\n")
    return bool(failed)


def _asked(client: Any, view_id: str, code: str, language: str) -> tuple[str, int]:
    """What is wrong with one file, or nothing; and its size."""
    path = f"/api/v1/views/{view_id}.{code}?lang={language}"
    answer = client.get(path)
    media_type = answer.headers["content-type"].split(";")[0]
    if (answer.status_code, media_type) != (200, FORMATS[code].mime):
        return f"{path}: {answer.status_code} {answer.text[:200]}", 0
    return ("", len(answer.content)) if answer.content else (f"{path}: nothing", 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
