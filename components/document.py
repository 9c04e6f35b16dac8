"""The HTML document around the app: its language, before and after the page has loaded."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.components.v2 import component

from data.catalog import LANGUAGES
from equity.language import Language

SERVED = b'<html lang="en"'

# A page opened at a focused card, or at an anchor with the name of a card, shows that card. The cards above it are
# still growing, so it is held in view until the reader moves or the page has had time to settle.
DOCUMENT = """
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown", "focusin"]

export default ({ data }) => {
  document.documentElement.lang = data.lang
  if (window.careGapPage === location.pathname) return
  window.careGapPage = location.pathname
  const focused = data.focused || location.hash.slice(1)
  if (!focused) return
  let held = true
  const release = () => { held = false }
  MOVES.forEach((move) => addEventListener(move, release, { once: true, capture: true }))
  setTimeout(release, 5000)
  const hold = () => {
    if (!held) return
    document.querySelector(".st-key-card-" + CSS.escape(focused))?.scrollIntoView()
    setTimeout(hold, 200)
  }
  hold()
}
"""


class DocumentLanguage:
    """ASGI middleware: the served page says its language, from `?lang=` or what the browser prefers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        served = f'<html lang="{_language(scope)}"'.encode()
        start: Message | None = None
        parts: list[bytes] = []

        async def send_translated(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_page(start, b"".join(parts).replace(SERVED, served, 1), send)

        await self.app(scope, receive, send_translated)


async def _send_page(start: Message, body: bytes, send: Send) -> None:
    headers = [
        (name, value) for name, value in start["headers"] if name.lower() not in (b"content-length", b"etag")
    ]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _is_page(message: Message) -> bool:
    headers = dict(message["headers"])
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers


def _language(scope: Scope) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    if asked not in LANGUAGES:
        preferred = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        asked = preferred.split(",")[0].split("-")[0].strip().lower()
    return LANGUAGES.get(asked, LANGUAGES["en"])[1]


def describe_document(language: Language, focused: str) -> None:
    """Tell the open document its language, which a switch changes without a new page, and its focused card."""
    _document(data={"lang": language.html, "focused": focused}, key="document")


_document = component("document", js=DOCUMENT)
