"""Which encoding a text is in, and the text in UTF-8. What cannot be read becomes `BROKEN`, to be found again."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

BROKEN = "\N{REPLACEMENT CHARACTER}"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHINESE, WESTERN = "gb18030", "cp1252"
PIECE = 1 << 22
"""Bytes decoded at a time."""

LOOKED_AT = 20_000
"""Lines with signs beyond ASCII that are asked for their encoding."""

BEYOND_ASCII = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
PAIR = re.compile(rb"[\x81-\xfe][\x30-\xfe]")
COMMON_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
"""A pair of GB 2312. Text of another encoding reads as pairs of GB 18030 as well, but hardly ever as these."""

COMMON_SHARE = 0.9
MIXED_SHARE = 0.02
"""From which share of lines in UTF-8 on a text in GB 18030 is taken for mixed: a few may be so by chance."""


def as_utf8(content: bytes) -> tuple[bytes, str]:
    """The text in UTF-8, without a mark, and the name of the encoding it was in."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            if mark == codecs.BOM_UTF8:
                text, found = as_utf8(content[len(mark) :])
                return text, encoding if found == "utf-8" else found
            return b"".join(_recoded(content, encoding)), encoding
    if _is_valid(content, "utf-8"):
        return content, "utf-8"
    encoding, mixed = _likely(content)
    if mixed:
        return b"".join(_line_by_line(content)), encoding
    return b"".join(_recoded(content, encoding)), encoding


def _is_valid(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), PIECE):
            decoder.decode(content[start : start + PIECE], start + PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def _recoded(content: bytes, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for start in range(0, len(content), PIECE):
        text = decoder.decode(content[start : start + PIECE], start + PIECE >= len(content))
        yield text.encode("utf-8", "replace")


def _likely(content: bytes) -> tuple[str, bool]:
    """The encoding of most lines, and whether a text in GB 18030 has lines in UTF-8 as well."""
    lines = [
        found.group() for found, _ in zip(BEYOND_ASCII.finditer(content), range(LOOKED_AT), strict=False)
    ]
    unicode = sum(_is_valid(line, "utf-8") for line in lines)
    chinese = sum(_is_chinese(line) for line in lines)
    if unicode >= max(chinese, 1):
        return "utf-8", False
    if chinese >= len(lines) / 2:
        return CHINESE, unicode >= MIXED_SHARE * len(lines)
    western = sum(_is_valid(line, WESTERN) for line in lines)
    return (WESTERN, False) if western > len(lines) / 2 else ("utf-8", False)


def _is_chinese(line: bytes) -> bool:
    if not _is_valid(line, CHINESE):
        return False
    pairs = PAIR.findall(line)
    common = sum(COMMON_PAIR.fullmatch(pair) is not None for pair in pairs)
    return common >= COMMON_SHARE * len(pairs)


def _line_by_line(content: bytes) -> Iterator[bytes]:
    """Text in GB 18030 whose lines in UTF-8 are shown to be broken, not read as other signs."""
    for line in content.splitlines(keepends=True):
        foreign = not line.isascii() and _is_valid(line, "utf-8")
        yield line.decode("ascii" if foreign else CHINESE, "replace").encode()
