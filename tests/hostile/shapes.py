"""Hostile documents, each made when it is asked for: they cost time or memory, and harm no other program.

`SHAPES` gives for each name the ending of the file and what makes its bytes; `shapes.py NAME FILE` writes one.
"""
import io
import pathlib
import random
import sys
import zipfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "bench"))
import growth

CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<<{}>>>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def pdf(objects: list) -> bytes:
    """A PDF of these objects, from number 1 on: a dictionary, or one with the bytes of its stream."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        if isinstance(body, str):
            out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
        else:
            head, data = body
            out.write(f"{number} 0 obj\n<</Length {len(data)}{head}>>stream\n".encode() + data + b"\nendstream\nendobj\n")
    start = out.tell()
    size = len(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def packed(content: bytes) -> tuple:
    """A stream with Flate."""
    return "/Filter/FlateDecode", zlib.compress(content, 9)


def one_page(content: bytes, resources: str = "/Font<</F0 5 0 R>>", more: tuple = (FONT,)) -> bytes:
    """A PDF of one page."""
    return pdf([CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE.format(4, resources), packed(content), *more])


def font_objects(count: int = 300_000) -> bytes:
    """Fonts of one page, each an object of its own, each used once."""
    names = "".join(f"/F{n} {n + 5} 0 R" for n in range(count))
    used = "".join(f"/F{n} 6 Tf(a)Tj " for n in range(count))
    return one_page(f"BT 9 9 Td {used}ET".encode(), f"/Font<<{names}>>", (FONT,) * count)


def font_maps(count: int = 3_000) -> bytes:
    """Fonts whose maps all are one stream, which names every code."""
    lines = "".join(f"<{n:04x}> <{n:04x}> <{n % 60_000 + 32:04x}>\n" for n in range(65_000))
    table = f"1 begincodespacerange <0000> <FFFF> endcodespacerange 65000 beginbfrange\n{lines}endbfrange endcmap"
    font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[6 0 R]>>"
    below = "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    names = "".join(f"/F{n} {n + 7} 0 R" for n in range(count))
    used = "".join(f"/F{n} 6 Tf<0041>Tj " for n in range(count))
    return one_page(f"BT 9 9 Td {used}ET".encode(), f"/Font<<{names}>>", (packed(table.encode()), below, *(font,) * count))


def shared_page(content: bytes, count: int = 5_000) -> bytes:
    """Pages that all show one stream."""
    kids = " ".join(f"{n + 5} 0 R" for n in range(count))
    pages = f"<</Type/Pages/Kids[{kids}]/Count {count}>>"
    return pdf([CATALOG, pages, FONT, packed(content), *(PAGE.format(4, "/Font<</F0 3 0 R>>"),) * count])


def grid(lines: int) -> bytes:
    """A table of so many lines each way, with a letter in some cells."""
    step = 800 / lines
    across = "".join(f"20 {20 + n * step:.3f} m 580 {20 + n * step:.3f} l S " for n in range(lines))
    down = "".join(f"{20 + n * 0.7 * step:.3f} 20 m {20 + n * 0.7 * step:.3f} 820 l S " for n in range(lines))
    return f"0.1 w {across}{down}".encode()


def words(count: int, word: str = "ab cd") -> bytes:
    """Words at random places of a page."""
    pick = random.Random(1)
    spots = (f"1 0 0 1 {pick.uniform(20, 570):.1f} {pick.uniform(20, 820):.1f} Tm({word})Tj " for _ in range(count))
    return f"BT /F0 6 Tf {''.join(spots)}ET".encode()


def forms_in_forms() -> bytes:
    """Forms that draw the next one ten times, ten deep."""
    body = b"/X Do " * 10
    forms = []
    for n in range(10):
        following = f"/Resources<</XObject<</X {n + 7} 0 R>>/Font<</F0 5 0 R>>>>"
        forms.append((f"/Type/XObject/Subtype/Form/BBox[0 0 600 900]{following}", body if n < 9 else words(200)))
    return one_page(body, "/XObject<</X 6 0 R>>/Font<</F0 5 0 R>>", (FONT, *forms))


def object_streams(count: int = 40, each: int = 20_000) -> bytes:
    """Objects by the hundred thousand within object streams, all of them named by the page."""
    total, streams = count * each, []
    for at in range(count):
        numbers = range(10 + at * each, 10 + (at + 1) * each)
        body = ("[" + "0 " * 30 + "]").encode()
        heads = " ".join(f"{number} {n * len(body)}" for n, number in enumerate(numbers)).encode() + b" "
        streams.append((heads, body * each))
    out, places = io.BytesIO(), {}
    out.write(b"%PDF-1.7\n")
    def put(number: int, text: bytes) -> None:
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode() + text + b"\nendobj\n")
    first = 10 + total
    names = "".join(f"/F{n} {n + 10} 0 R" for n in range(total))
    content = "".join(f"/F{n} 6 Tf(a)Tj " for n in range(total)).encode()
    put(1, CATALOG.encode())
    put(2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    put(3, PAGE.format(4, f"/Font<<{names}>>").encode())
    data = zlib.compress(content)
    put(4, f"<</Length {len(data)}/Filter/FlateDecode>>stream\n".encode() + data + b"\nendstream")
    for at, (heads, body) in enumerate(streams):
        data = zlib.compress(heads + body, 9)
        head = f"<</Type/ObjStm/N {each}/First {len(heads)}/Length {len(data)}/Filter/FlateDecode>>stream\n"
        put(first + at, head.encode() + data + b"\nendstream")
    last = first + count
    rows = [b"\0" + (0).to_bytes(4, "big") + b"\0\0"]
    for number in range(1, last):
        if number in places:
            rows.append(b"\1" + places[number].to_bytes(4, "big") + b"\0\0")
        elif number < 10:
            rows.append(rows[0])
        else:
            rows.append(b"\2" + (first + (number - 10) // each).to_bytes(4, "big") + ((number - 10) % each).to_bytes(2, "big"))
    data, start = zlib.compress(b"".join(rows)), out.tell()
    out.write(f"{last} 0 obj\n<</Type/XRef/Size {last}/W[1 4 2]/Root 1 0 R/Length {len(data)}/Filter/FlateDecode>>stream\n".encode())
    out.write(data + f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def attachments(count: int = 300) -> bytes:
    """Files within the file, all of them one stream: an assessment's text."""
    text = growth.shapes()["openings"](20_000).encode()
    names = " ".join(f"({n:05}) {n + 6} 0 R" for n in range(count))
    spec = tuple(f"<</Type/Filespec/F(a{n}.txt)/EF<</F 5 0 R>>>>" for n in range(count))
    catalog = f"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[{names}]>>>>>>"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    return pdf([catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, packed(b"0 0 9 9 re f"), packed(text), *spec])


def package(parts: dict) -> bytes:
    """A package of Office Open XML; what leads from part to part is put beside it."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    link = lambda kind, target: f'<Relationship Id="rId{kind[0]}" Type="{office}{kind}" Target="{target}"/>'
    beside = {"xl/workbook.xml": link("worksheet", "worksheets/sheet1.xml") + link("sharedStrings", "sharedStrings.xml")}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        main = next(iter(parts))
        archive.writestr("_rels/.rels", f"<Relationships>{link('officeDocument', main)}</Relationships>")
        if main in beside:
            archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{beside[main]}</Relationships>")
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def workbook(sheet: str, strings: str = "") -> bytes:
    """A workbook of one sheet."""
    book = '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rIdw"/></sheets></workbook>'
    return package({"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": f"<sst>{strings}</sst>"})


def cells(rows: int, columns: int) -> str:
    """The cells of a sheet, each the first shared string."""
    name = lambda n: (chr(64 + n // 26) if n >= 26 else "") + chr(65 + n % 26)
    each = lambda row: "".join(f'<c r="{name(n)}{row}" t="s"><v>0</v></c>' for n in range(columns))
    all_rows = "".join(f'<row r="{row}">{each(row)}</row>' for row in range(1, rows + 1))
    return f"<worksheet><sheetData>{all_rows}</sheetData></worksheet>"


def text(name: str, count: int):
    """A shape of text of the growth test, so many times."""
    return "txt", lambda: growth.shapes()[name](count).encode()


def page(name: str, count: int):
    """A shape of page of the growth test, so many times."""
    return "pdf", lambda: growth.pages()[name](count)


BODY = "<w:document><w:body>{}</w:body></w:document>"
SHAPES = {
    "300,000 font objects": ("pdf", font_objects),
    "3,000 fonts with a large map": ("pdf", font_maps),
    "800,000 objects in streams": ("pdf", object_streams),
    "5,000 pages of one stream": ("pdf", lambda: shared_page(words(3_000))),
    "5,000 pages of lines": ("pdf", lambda: shared_page(grid(100))),
    "2,000 pages of brackets": ("pdf", lambda: shared_page(words(3_000, "[ ]"), 2_000)),
    "a stream of 60 MB": ("pdf", lambda: one_page(b"q Q " * 15_000_000)),
    "a stream of 1 GB": ("pdf", lambda: one_page(b"0 0 9 9 re f " * 80_000_000)),
    "a text of 60 MB in one operator": ("pdf", lambda: one_page(b"BT /F0 6 Tf (" + b"a" * 60_000_000 + b") Tj ET")),
    "arrays within arrays": ("pdf", lambda: one_page(b"[" * 20_000_000)),
    "dictionaries within dictionaries": ("pdf", lambda: pdf([CATALOG, "<</A" * 3_000_000])),
    "forms within forms": ("pdf", forms_in_forms),
    "attached files": ("pdf", attachments),
    "a grid of 1,200 by 1,200": ("pdf", lambda: one_page(grid(1_200))),
    "a dashed grid": ("pdf", lambda: one_page(b"[0.1 0.1] 0 d " + grid(600))),
    "brackets on a page": page("brackets on a page", 150_000),
    "brackets that stand alone": page("brackets that stand alone", 300_000),
    "words on a page": page("words on a page", 90_000),
    "rules across": page("rules across", 300_000),
    "rules down": page("rules down", 300_000),
    "boxes": page("boxes", 200_000),
    "patches over words": page("patches over words", 200_000),
    "rings": page("rings", 200_000),
    "no cross-reference, 500,000 objects": ("pdf", lambda: b"%PDF-1.4\n" + b"".join(b"%d 0 obj<</A[0 0 0 0]>>endobj\n" % n for n in range(500_000))),
    "option lines": text("option lines", 500_000),
    "shuffled labels": text("shuffled labels", 300_000),
    "shuffled labels with values": text("shuffled labels with values", 250_000),
    "brackets in a line": text("brackets in a line", 1_000_000),
    "lines of brackets": text("lines of brackets", 600_000),
    "cells of a row": text("cells of a row", 4_000_000),
    "rows of cells": text("rows of cells", 800_000),
    "bars in a line of a drawn table": text("bars in a line of a drawn table", 3_000_000),
    "a long cell of a drawn table": text("a long cell of a drawn table", 2_000_000),
    "pipe tables": text("pipe tables", 600_000),
    "tables within tables": text("tables within tables", 500_000),
    "spans of rows": text("spans of rows", 200_000),
    "one label again": text("one label again", 400_000),
    "openings": text("openings", 150_000),
    "one long line": text("one long line", 1_800_000),
    "dates": text("dates", 700_000),
    "dates torn into the next column": text("dates torn into the next column", 300_000),
    "blank lines": text("blank lines", 900_000),
    "numbered lines": text("numbered lines", 2_000_000),
    "counted lines": text("counted lines", 900_000),
    "lists within lists (JSON)": ("json", lambda: b"[" * 8_000_000),
    "many objects (JSON)": ("json", lambda: b"[" + b'{"a":{"b":[1,2]}},' * 500_000 + b"1]"),
    "columns (CSV)": ("csv", lambda: ("\u3042," * 4_000_000).encode()),
    "cells of a sheet": ("xlsx", lambda: workbook(cells(40_000, 26), "<si><t>\u3042</t></si>")),
    "one long string in each cell": ("xlsx", lambda: workbook(cells(4_000, 26), "<si><t>" + "\u3042" * 30_000 + "</t></si>")),
    "merged cells": ("xlsx", lambda: workbook("<worksheet><sheetData/><mergeCells>" + "".join(f'<mergeCell ref="A{n}:ZZ{n}"/>' for n in range(1, 400_000)) + "</mergeCells></worksheet>")),
    "tables within tables (Word)": ("docx", lambda: package({"word/document.xml": BODY.format("<w:tbl><w:tr><w:tc>" * 300_000)})),
    "a wide table (Word)": ("docx", lambda: package({"word/document.xml": BODY.format("<w:tbl>" + ("<w:tr>" + "<w:tc><w:p><w:r><w:t>\u3042</w:t></w:r></w:p></w:tc>" * 1_000 + "</w:tr>") * 600 + "</w:tbl>")})),
    "paragraphs (Word)": ("docx", lambda: package({"word/document.xml": BODY.format("<w:p><w:r><w:t>\u3042\u3044</w:t></w:r></w:p>" * 900_000)})),
}

if __name__ == "__main__":
    pathlib.Path(sys.argv[2]).write_bytes(SHAPES[sys.argv[1]][1]())
