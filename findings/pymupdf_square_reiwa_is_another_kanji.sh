#!/usr/bin/env bash
# PyMuPDF 2.0, pdfplumber 0.11.10 and pypdfium2 5.15.2 (PyPI) read the text of PDFs.
# One would guess: ㋿ (U+32FF, 令和 in one square, in Adobe-Japan1 since its supplement 7) is read, or shown as unknown.
# Seen (2026-11): in a font of UniJIS-UTF16-H PyMuPDF reads the kanji 娒 for it, pdfplumber reads nothing. Both read ㍻.
# Why it matters: ㋿6年4月1日 becomes 娒6年4月1日 or 6年4月1日. The era is gone, and the second is a plausible date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env &&
    env/bin/pip install --quiet PyMuPDF==2.0 pdfplumber==0.11.10 pypdfium2==5.15.2 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import pdfplumber
import pymupdf
import pypdfium2


def pdf(name, cmap, lines):
    """A page of one font of Adobe-Japan1 that is not embedded and has no ToUnicode, a line per run of bytes."""
    text = "BT /F1 12 Tf 20 TL 50 780 Td" + "".join(f" <{line.hex()}> Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light-{cmap}/Encoding/{cmap}/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/FontDescriptor 7 0 R/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 7>>>>",
        "<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 6/FontBBox[-100 -200 1000 900]/ItalicAngle 0"
        "/Ascent 859/Descent -140/CapHeight 700/StemV 80>>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}".encode() + (
        f"trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )
    open(name, "wb").write(out)


for line in ["㍻28年1月1日", "㋿6年4月1日"]:
    pdf("page.pdf", "UniJIS-UTF16-H", [line.encode("utf-16-be")])
    print(line, "pymupdf", pymupdf.open("page.pdf")[0].get_text().strip())
    print(line, "pdfplumber", pdfplumber.open("page.pdf").pages[0].extract_text().strip())
    print(line, "pdfium", pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_bounded().strip())
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF '㍻28年1月1日 pymupdf ㍻28年1月1日' seen.txt && grep -qxF '㍻28年1月1日 pdfplumber ㍻28年1月1日' seen.txt &&
    grep -qxF '㋿6年4月1日 pymupdf 娒6年4月1日' seen.txt && grep -qxF '㋿6年4月1日 pdfplumber 6年4月1日' seen.txt &&
    grep -qxF '㋿6年4月1日 pdfium ㋿6年4月1日' seen.txt
