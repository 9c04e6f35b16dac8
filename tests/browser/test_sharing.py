"""A figure handed on: by link, by QR code, in a frame of another site, and by links of long ago."""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from components.export.qr import qr_png
from data.catalog import catalog

pytestmark = pytest.mark.browser

VOCABULARY = catalog().vocabulary
QUESTION = VOCABULARY.definition("share-repaid").question


def test_a_card_is_shared_by_link_by_code_and_in_a_frame(arrive, words):
    reader = arrive(f"/insurance?lang={words.code}&view=share-repaid&regions=620000")
    opened = reader.way("share-repaid", "share")
    link, frame = opened.locator("code").first, opened.locator("code").last
    live = f"{reader.address}/insurance?lang={words.code}&regions=620000&view=share-repaid"
    expect(link).to_have_text(live)
    picture = opened.get_by_role("img", name=words("share.qr_alt", title=words.of(QUESTION)))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    opened.get_by_role("radio", name=words("share.pinned", version=VOCABULARY.data_version)).click()
    pinned = live.replace("&view", f"&data={VOCABULARY.data_version}&view")
    expect(link).to_have_text(pinned)
    reader.settle()
    with reader.page.expect_download() as started:
        opened.get_by_role("button", name=words("share.qr_png")).click()
    assert Path(started.value.path()).read_bytes() == qr_png(pinned)
    assert reader.errors == []

    code = frame.inner_text()
    assert html.unescape(re.search('src="([^"]+)"', code)[1]) == f"{pinned}&embed=true"
    reader.page.set_content(code)
    inside = reader.page.frame_locator("iframe")
    expect(inside.locator(".st-key-card-share-repaid svg.marks").first).to_be_visible()
    whole = inside.get_by_role("link", name=words("credit.whole_page"))
    expect(whole).to_have_attribute("href", pinned)
    expect(inside.locator("[class*='st-key-card-']")).to_have_count(1)
    expect(inside.locator(".st-key-masthead, .st-key-filters, [data-testid=stTopNavLink], h1")).to_have_count(
        0
    )
    expect(inside.locator("[class*='st-key-ways-']")).to_have_count(0)


def test_a_link_of_long_ago_opens_its_view_and_says_what_has_changed(
    serve, arrive, later_data, monkeypatch, chinese
):
    monkeypatch.setenv("CAREGAP_DATA", str(later_data))
    command = (sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", "{port}")
    with serve(*command) as address:
        reader = arrive("/insurance?lang=zh&view=share-paid-back&data=2026.11.1", at=address)
        card = reader.card("share-repaid")
        expect(card).to_contain_text(chinese("corrected_since", version="2026.11.1"))
        expect(card.get_by_test_id("stAlert")).to_contain_text("48.4% → 84.8%")
        notice = reader.page.get_by_test_id("stAlert").first
        expect(notice).to_contain_text(chinese("notice.older_data", version="2026.11.1", current="2026.12.2"))
        reader.page.locator(".st-key-current-data button").click()
        reader.expect_parameters(view="share-repaid", data=None, lang="zh")
        expect(reader.page.get_by_test_id("stAlert")).to_have_count(0)
