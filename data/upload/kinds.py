"""What kind of file it is, told by its content: names lie."""

from __future__ import annotations

import re

SAMPLE = 64 * 1024
"""How many bytes tell the kind."""

SIGNATURES = {
    b"PAR1": "Parquet",
    b"PARE": "PARE",
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "OLE",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"RIFF": "RIFF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "XZ",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"SQLite format 3": "SQLite",
    b"ARROW1": "Arrow",
    b"ORC": "ORC",
    b"Obj\x01": "Avro",
    b"\x89HDF": "HDF5",
    b"$FL2": "SPSS",
    b"<stata_dta>": "Stata",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
}
"""The first bytes of formats that are not text. Two or three letters may begin a text as well: they tell only where
bytes follow that no text has."""

MARKUP = {
    "HTML": re.compile(
        rb"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|table|meta|script|div)\b",
        re.I | re.S,
    ),
    "XML": re.compile(rb"<(?:\?xml|!doctype|[a-z][\w:.-]*(?:\s[^<>]*)?>)", re.I),
    "JSON": re.compile(rb'(?:\{\s*(?:"|\})|\[\s*[\[{"\]])'),
    "PostScript": re.compile(rb"%!PS"),
}
"""Text that is not a table, by how it begins."""

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How text of two or four bytes a sign begins: its zero bytes are no sign of anything."""

CONTROL = bytes(set(range(32)) - set(b"\0\t\n\r\f\x0b\x1a\x1b"))
CONTROL_SHARE = 0.02
NUL_SHARE = 0.2


def kind_of(content: bytes) -> str:
    """`text`, `Parquet`, `ZIP`, `OLE`, or the name of a format that holds no table that could be read.

    >>> kind_of(b"a,b"), kind_of(b"%PDF-1.7"), kind_of(b"<html><body>")
    ('text', 'PDF', 'HTML')
    """
    sample = content[:SAMPLE]
    for signature, kind in SIGNATURES.items():
        if sample.startswith(signature) and (
            not signature.isalpha() or len(signature) > 3 or not _reads_as_text(sample)
        ):
            return kind
    if sample.startswith(WIDE_MARKS):
        return "text"
    if not _reads_as_text(sample):
        return "binary"
    opening = sample.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for kind, begins in MARKUP.items() if begins.match(opening)), "text")


def _reads_as_text(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, CONTROL))
    return controls <= CONTROL_SHARE * len(sample) and sample.count(0) <= NUL_SHARE * len(sample)
