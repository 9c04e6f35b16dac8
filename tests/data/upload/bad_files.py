"""Files that people bring, and some that nobody should: each built here, with the rules that its answer must name."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from data.upload.limits import Limits

STANDARD = Limits()


@dataclass(frozen=True)
class BadFile:
    """A file by the name it comes with, made when asked for."""

    name: str
    make: Callable[[], bytes]
    rules: tuple[str, ...]
    """What must be said of it, all of it."""
    row: int | None = None
    column: str = ""
    """The place that the first of the rules must name, where it has one."""
    sheets: int = 0
    """How many tables can be used all the same."""
    limits: Limits = STANDARD


def text(name: str, content: str | bytes, *rules: str, encoding: str = "utf-8", **place: object) -> BadFile:
    written = content.encode(encoding) if isinstance(content, str) else content
    return BadFile(name, lambda: written, rules, **{"sheets": 1, **place})


def refused(name: str, make: bytes | Callable[[], bytes], *rules: str, **more: object) -> BadFile:
    return BadFile(name, make if callable(make) else lambda: make, rules, **more)


# Archives and workbooks -----------------------------------------------------------------------------------------

SHARED_STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def archive(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return made.getvalue()


def workbook(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        fill(book)
    return made.getvalue()


def rows_in(book: xlsxwriter.Workbook, rows: list[list[object]], name: str = "Sheet1") -> object:
    written = book.add_worksheet(name)
    for number, row in enumerate(rows):
        written.write_row(number, 0, row)
    return written


def of_rows(rows: list[list[object]]) -> bytes:
    return workbook(lambda book: rows_in(book, rows))


def parts(**changed: str | None) -> dict[str, str | bytes]:
    """What a workbook with one text in it consists of, some of it changed or left out."""
    made = io.BytesIO(of_rows([["region"], [1]]))
    with zipfile.ZipFile(made) as file:
        whole = {name: file.read(name) for name in file.namelist()}
    return {name: part for name, part in {**whole, **changed}.items() if part is not None}


def sheet(rows: str) -> bytes:
    """A workbook with one sheet of these rows, in XML."""
    return archive(parts(**{SHEET: f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"}))


def strings(declared: str, item: str) -> bytes:
    """A workbook whose only text is an entity that its strings declare."""
    shared = (
        f'<?xml version="1.0"?>{declared}<sst {MAIN} count="1" uniqueCount="1"><si><t>{item}</t></si></sst>'
    )
    return archive(parts(**{SHARED_STRINGS: shared}))


LAUGHS = "<!DOCTYPE lolz [<!ENTITY l0 'ha'>{}]>".format(
    "".join(f"<!ENTITY l{level} '{f'&l{level - 1};' * 10}'>" for level in range(1, 12))
)
STRANGER = '<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def bomb(declared: int | None = None) -> bytes:
    """A workbook whose sheet unpacks to a gigabyte of spaces; `declared` is the size that its directory claims."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(b" " * 10**6) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 1000 + packer.flush(zlib.Z_FINISH)
    size = 10**9 if declared is None else declared
    made = archive(parts(**{SHEET: None}))
    directory = made.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack("<HII", made[directory + 10 : directory + 20])
    about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, 0, len(packed), size, len(SHEET), 0)
    local = b"PK\x03\x04" + about + SHEET.encode() + packed
    entry = (
        b"PK\x01\x02"
        + struct.pack("<H", 20)
        + about
        + struct.pack("<HHHII", 0, 0, 0, 0, start)
        + SHEET.encode()
    )
    entries = made[start : start + length] + entry
    end = struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(entries), start + len(local), 0)
    return made[:start] + local + entries + b"PK\x05\x06" + end


GOOD = [["region", "income"], ["北京", 100], ["天津", 90]]


def packed_in_an_unknown_way() -> bytes:
    """A workbook whose sheet says that it is packed by a method that nobody has."""
    content = bytearray(of_rows(GOOD))
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        local = read.getinfo(SHEET).header_offset
    listed = content.rindex(SHEET.encode()) - 46
    struct.pack_into("<H", content, local + 8, 99)
    struct.pack_into("<H", content, listed + 10, 99)
    return bytes(content)


def hidden(book: xlsxwriter.Workbook) -> None:
    rows_in(book, GOOD)
    rows_in(book, [["key", "name"], [1, "a"]], "Keys").hide()


def with_macros() -> bytes:
    made = io.BytesIO(of_rows(GOOD))
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open()")
    return made.getvalue()


def uncomputed() -> bytes:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    return sheet(rows + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>SUM(A1:A2)</f></c></row>')


MANIFEST = "META-INF/manifest.xml"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def opendocument(rows: str, kind: str = "spreadsheet", manifest: str = "<manifest/>") -> bytes:
    """An ODS file with one sheet of these rows, in XML."""
    table = f'<table:table table:name="One">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {NAMESPACES}>{body}</office:document-content>",
            MANIFEST: manifest,
        }
    )


def ods_row(*cells: str, repeated: int = 1, columns: int = 1) -> str:
    begin = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
    made = "".join(f"{begin}<text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{made}</table:table-row>'


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream, as Office wrote them before 2007."""
    sector = 512
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % sector)
    count = len(stream) // sector
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    return (
        header
        + fat
        + _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
        + _entry(name, 2, None, 2, len(stream))
        + bytes(256)
        + stream
    )


def _entry(name: str, kind: int, child: int | None, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    nothing = 0xFFFFFFFF
    return written.ljust(64, b"\0") + struct.pack(
        "<HBBIII16sIQQIII",
        *(len(written), kind, 1, nothing, nothing, nothing if child is None else child, b"\0" * 16, 0, 0, 0),
        *(start, size, 0),
    )


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def old_workbook(*, locked: bool = False) -> bytes:
    """An XLS file: two headings and one row."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    password = record(0x2F, struct.pack("<HHHH", 1, 1, 1, 0)) if locked else b""
    name = b"Prices"
    place = len(begin) + len(password) + 4 + 8 + len(name) + 4
    sheets = record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)
    cells = b"".join(
        record(0x204, struct.pack("<HHHHB", 0, column, 0, len(label), 0) + label)
        for column, label in enumerate((b"drug", b"price"))
    )
    cells += record(0x204, struct.pack("<HHHHB", 1, 0, 0, 8, 0) + b"acarbose")
    cells += record(0x203, struct.pack("<HHHd", 1, 1, 0, 5.42))
    inside = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A, b"")
    return ole(begin + password + sheets + record(0x0A, b"") + inside)


# Parquet --------------------------------------------------------------------------------------------------------


def parquet(table: pa.Table, **options: object) -> bytes:
    made = pa.BufferOutputStream()
    pq.write_table(table, made, **options)
    return made.getvalue().to_pybytes()


def small_parquet() -> bytes:
    return parquet(pa.table({"region": ["北京", "天津"] * 500, "income": list(range(1000))}))


def spoilt_parquet() -> bytes:
    made = bytearray(small_parquet())
    made[20:400] = b"\xa5" * 380
    return bytes(made)


def many_rows() -> bytes:
    return parquet(pa.table({"value": pa.repeat(pa.scalar(1), STANDARD.rows + 1)}))


def long_texts() -> bytes:
    """A text of a megabyte, said in each of 100,000 rows: a hundred gigabytes, stored once."""
    one = pa.array(["x" * 10**6])
    repeated = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), 100_000), one)
    return parquet(pa.table({"story": repeated}), store_schema=False)


def other_encoding() -> bytes:
    text = pa.array(["天津".encode("gb18030")]).view(pa.string())
    return parquet(pa.table({"region": text}))


def nested() -> bytes:
    return parquet(pa.table({"values": [[1, 2], [3]], "record": [{"a": 1}, {"a": 2}]}))


def twice() -> bytes:
    return parquet(pa.table([pa.array([1, 2]), pa.array([3, 4])], names=["income", "income"]))


# Text -----------------------------------------------------------------------------------------------------------

HTML = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form>…</form></body></html>"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 200
ODD_LINES = "name,story\n" + 'one,an "odd story\n' * 3 + '"two,odd\n' * 50_001
MIXED = (
    b"region,income\n"
    + "北京,100\n天津,90\n河北,80\n".encode()
    + "山西,70\n".encode("gb18030")
    + b"Gansu,60\n"
)
MIXED_OTHERWISE = (
    "地区,收入\n北京,100\n天津,90\n河北,80\n".encode("gb18030")
    + "山西,70\n".encode()
    + "辽宁,60\n".encode("gb18030")
)

FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR_ROWS = (
    ods_row("x") + '<table:table-row table:number-rows-repeated="1048570"/>' + ods_row("x", columns=3_000)
)

BAD_FILES = [
    # Nothing, or nothing of a table
    refused("empty.csv", b"", "empty_file"),
    refused("spaces.csv", b" \r\n\t\r\n  \n", "empty_file"),
    refused("mark.csv", b"\xef\xbb\xbf", "empty_file"),
    refused("zeros.csv", b"\0" * 5000, "empty_file"),
    refused("separators.csv", b",,,\n,,,\n,,,\n", "no_table"),
    text("heading.csv", "region,income\n", "no_rows"),
    refused("page.csv", HTML.encode(), "other_kind"),
    refused("comment.csv", ("<!-- saved -->\n" + HTML).encode("utf-8-sig"), "other_kind"),
    refused("export.xls", b"<table><tr><td>1</td></tr></table>", "other_kind"),
    refused("feed.csv", b'<?xml version="1.0"?>\n<rows><row a="1"/></rows>', "other_kind"),
    refused("answer.csv", b'[{"region": "110000", "income": 100}]', "other_kind"),
    refused("answer2.csv", b'{"rows": []}', "other_kind"),
    refused("report.csv", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "other_kind"),
    refused("picture.csv", PNG, "other_kind"),
    refused("photo.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\1" * 100, "other_kind"),
    refused("moving.csv", b"GIF89a" + b"\0\1\2" * 100, "other_kind"),
    refused("letter.csv", rb"{\rtf1\ansi Dear all\par}", "other_kind"),
    refused("table.csv.gz", b"\x1f\x8b\x08\0" + b"\x9a" * 100, "other_kind"),
    refused("table.7z", b"7z\xbc\xaf\x27\x1c\0\4" + b"\x9a" * 100, "other_kind"),
    refused("base.csv", b"SQLite format 3\0" + b"\0\1" * 100, "other_kind"),
    refused("table.feather", b"ARROW1\0\0" + b"\2" * 100, "other_kind"),
    refused("table.sav", b"$FL2@(#) SPSS DATA FILE", "other_kind"),
    refused("program.csv", b"\x7fELF" + b"\2\1\1\0" * 100, "other_kind"),
    refused("noise.csv", bytes(range(1, 256)) * 40, "not_text"),
    # Text tables
    text("short.csv", "a,b,c\n1,2,3\n4,5\n6,7,8\n", "short_row", row=3),
    text("long.csv", "name,raised,goal\nA,100,200\nB,1,234,500\nC,1,2\n", "long_row", row=3),
    text("both.csv", "a,b\n1\n2,3\n4,5,6\n", "short_row", "long_row", row=2),
    text("split.csv", "name,story\nA,one line\nB,two\nlines\nC,x\n", "short_row", row=4),
    text("unclosed.csv", 'name,raised\n"A,1\nB,2\nC,3\n', "unclosed_quote", row=2),
    text("unclosed2.csv", 'name,raised\nA,1\n"B,2\nC,3\n"D,4\nE,5\n', "unclosed_quote", row=3),
    text("unclosed3.csv", 'name,raised\n"A\nand more",1\nB,2\n"C,3', "unclosed_quote", row=4),
    refused("odd.csv", ODD_LINES.encode(), "quotes_in_doubt"),
    text("nul.csv", "name,raised\nA,1\nB\0,2\n", "nul_characters", row=3),
    text("mixed.csv", MIXED, "broken_characters", row=5, column="region"),
    text("mixed2.csv", MIXED_OTHERWISE, "broken_characters", row=5, column="地区"),
    text("cut.csv", "地区,收入\n北京,1\n天津,2\n".encode() + b"\xe6\xb2,3\n", "broken_characters", row=4),
    text("cut16.csv", "a,b\n1,2\n".encode("utf-16") + b"\x31", "broken_characters"),
    text("western.csv", "médecin,prix\nAndré,30\nZoë,40\n", "encoding_guessed", encoding="cp1252"),
    text("repeated.csv", "income,income,year\n1,2,2019\n", "repeated_column", row=1, column="income (2)"),
    text("capitals.csv", "Income,income,year\n1,2,2019\n", "repeated_column", row=1, column="income (2)"),
    text("unnamed.csv", "region,,year\n北京,5,2019\n", "missing_heading", row=1, column="B"),
    text("bare.csv", "110000,45.2,2019\n120000,44.1,2019\n", "no_heading", row=1),
    text("pages.csv", "region,income\n北京,1\nregion,income\n天津,2\n", "repeated_heading", row=3),
    text("lines.csv", "income\n12\n15\n", "one_column", column="income"),
    text("tabs.xlsx", "region\tincome\n北京\t1\n", "named_otherwise"),
    refused("wide.csv", lambda: (b",".join([b"a"] * 10_000) + b"\n") * 3, "too_many_columns"),
    refused("endless.csv", lambda: b"1\n" * (STANDARD.rows + 2), "too_many_rows"),
    refused("cells.csv", b"a,b,c\n1,2,3\n" * 50, "too_many_cells", limits=Limits(cells=100)),
    refused("line.csv", lambda: b"a,b\n1,2\n" + b"x" * (STANDARD.line + 1), "long_line", row=3),
    refused("torn.csv", lambda: b"a,b,c\n1,2,3\n" + b"1,2\n" * (STANDARD.ragged + 1), "too_many_ragged"),
    refused("large.csv", b"a,b\n" + b"1,2\n" * 10**6, "too_large", limits=Limits(size=2 * 10**6)),
    # Workbooks
    refused("cut.xlsx", lambda: of_rows(GOOD)[:-700], "damaged_workbook"),
    refused("bomb.xlsx", bomb, "unpacks_too_large"),
    refused("unknown packing.xlsx", packed_in_an_unknown_way, "damaged_workbook"),
    refused("liar.xlsx", partial(bomb, 4000), "damaged_workbook"),
    refused("laughs.xlsx", strings(LAUGHS, "&l11;"), "damaged_workbook"),
    refused("stranger.xlsx", strings(STRANGER, "&x;"), "damaged_workbook"),
    refused(
        "far.xlsx",
        sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ALL1048576"><v>1</v></c></row>'),
        "scattered_cells",
    ),
    refused(
        "farther.xlsx",
        sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
        "too_many_columns",
    ),
    refused(
        "astray.xlsx",
        sheet('<row r="1"><c r="A1"><v>1</v></c><c r="CA1048576"><v>1</v></c></row>'),
        "scattered_cells",
    ),
    refused(
        "full.xlsx",
        lambda: workbook(lambda book: rows_in(book, [[1, 2, 3]] * 50)),
        "too_many_sheet_cells",
        limits=Limits(sheet_cells=100),
    ),
    refused(
        "wide.xlsx",
        lambda: workbook(lambda book: rows_in(book, [["a"] * 10_000, [1] * 10_000])),
        "too_many_columns",
    ),
    refused("torn.xlsx", archive(parts(**{SHEET: "<worksheet><sheetData><row><c><v>1"})), "damaged_workbook"),
    refused("without.xlsx", archive(parts(**{SHEET: None})), "damaged_workbook"),
    refused("archive.zip", archive({"table.csv": "a,b\n1,2\n"}), "other_kind"),
    refused("nothing.zip", archive({}), "other_kind"),
    refused("letter.xlsx", archive({"word/document.xml": "<w/>"}), "other_kind"),
    refused("talk.xlsx", archive({"ppt/presentation.xml": "<p/>"}), "other_kind"),
    refused("binary.xlsx", archive({"xl/workbook.bin": b"\x83\1\0"}), "other_kind"),
    refused("locked.xlsx", ole(b"", "EncryptedPackage"), "locked"),
    refused("locked.xls", partial(old_workbook, locked=True), "locked"),
    refused("letter.xls", ole(b"", "WordDocument"), "other_kind"),
    refused("cut.xls", lambda: old_workbook()[:1400], "damaged_workbook"),
    refused("blank.xlsx", partial(of_rows, []), "empty_sheet", "no_table"),
    BadFile("macros.xlsm", with_macros, ("macros_left_out",), sheets=1),
    BadFile("hidden.xlsx", lambda: workbook(hidden), ("hidden_sheet",), sheets=1),
    BadFile("uncomputed.xlsx", uncomputed, ("formula_without_value", "no_heading"), row=2, sheets=1),
    BadFile("workbook.csv", partial(of_rows, GOOD), ("named_otherwise",), sheets=1),
    refused("repeats.ods", opendocument(ods_row("x", repeated=10**6, columns=10**4)), "too_many_sheet_cells"),
    refused(
        "far.ods",
        opendocument(
            ods_row("x")
            + '<table:table-row table:number-rows-repeated="1048570"/>'
            + ods_row("x", columns=3_000)
        ),
        "scattered_cells",
    ),
    refused("letter.ods", opendocument("", "text"), "other_kind"),
    refused(
        "locked.ods",
        opendocument(ods_row("x"), manifest="<m><encryption-data/></m>"),
        "locked",
    ),
    # Parquet
    refused("half.parquet", lambda: small_parquet()[:1500], "damaged_parquet"),
    refused("end.parquet", lambda: small_parquet()[:-6], "damaged_parquet"),
    refused("begin.parquet", b"PAR1", "damaged_parquet"),
    refused("spoilt.parquet", spoilt_parquet, "damaged_parquet"),
    refused("encoded.parquet", other_encoding, "damaged_parquet"),
    refused("locked.parquet", b"PARE" + b"\x9a" * 100 + b"PARE", "locked"),
    refused(
        "wide.parquet", lambda: parquet(pa.table({f"c{n}": [1] for n in range(10_000)})), "too_many_columns"
    ),
    refused("endless.parquet", many_rows, "too_many_rows"),
    refused("bomb.parquet", long_texts, "parquet_unpacks_too_large"),
    refused("nested.parquet", nested, "nested_column", "no_table"),
    BadFile("twice.parquet", twice, ("repeated_column",), sheets=1, column="income (2)"),
    BadFile(
        "blank.parquet", lambda: parquet(pa.table({"a": pa.array([], pa.int64())})), ("no_rows",), sheets=1
    ),
]


def large_csv(size: int) -> bytes:
    """A sound CSV of about this many bytes."""
    lines = (
        f"campaign {n},{n % 31 + 11}0000,{n * 7 % 90_001},2019-09-{n % 28 + 1:02}\n" for n in range(50_000)
    )
    rows = "".join(lines).encode()
    return b"campaign,region,raised,launched\n" + rows * (size // len(rows) + 1)
