"""The ways to start the app give the same pages."""

from __future__ import annotations

import sys
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from data.catalog import ROOT, language

pytestmark = pytest.mark.browser


def served(address, path="/", preferred="en"):
    with urlopen(Request(address + path, headers={"Accept-Language": preferred}), timeout=10) as answer:
        return answer.read().decode()


@pytest.mark.parametrize(
    ("path", "preferred", "code"),
    [
        ("/?lang=zh", "en", "zh"),
        ("/", "zh-CN,zh;q=0.9", "zh"),
        ("/insurance?lang=en", "zh", "en"),
        ("/?lang=xx", "fr", "en"),
    ],
)
def test_the_served_document_says_its_language_before_any_script_runs(app, path, preferred, code):
    assert f'<html lang="{language(code).html}"' in served(app, path, preferred)


def test_uvicorn_serves_the_same_page(serve, arrive, words):
    command = (sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", "{port}")
    with serve(*command) as address:
        assert f'<html lang="{words.html}"' in served(address, f"/?lang={words.code}")
        reader = arrive(f"/?lang={words.code}", at=address)
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(words("home.title"))
        expect(reader.page.get_by_text(words("home.reading.gap"))).to_be_visible()
        assert reader.errors == []


def test_streamlit_run_from_another_folder_serves_the_same_page_and_settings(
    serve, arrive, tmp_path, chinese
):
    command = (sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"))
    options = ("--server.address", "127.0.0.1", "--server.port", "{port}", "--server.headless", "true")
    with serve(*command, *options, cwd=tmp_path) as address:
        assert f'<html lang="{chinese.html}"' in served(address, "/?lang=zh")
        reader = arrive("/?lang=zh", at=address)
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(chinese("home.title"))
        background = reader.page.get_by_test_id("stApp").evaluate(
            "app => getComputedStyle(app).backgroundColor"
        )
        assert background != "rgb(255, 255, 255)", "the house look is not applied"
        assert reader.errors == []
