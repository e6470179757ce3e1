#!/usr/bin/env bash
# pypdfium2 5.15.2 and pdfplumber 0.11.10 (PyPI) read the text of PDFs.
# One would guess: the circled numbers of Adobe-Japan1, addressed by their CIDs (Identity-H, no ToUnicode), are all
#   read, or from some number on none: ㉛ is CID 8111, ㉜ to ㊿ are 10244 to 10262.
# Seen (2026-11): PDFium reads up to ㉛; for ㉜ it gives U+2804, a sign of Braille, for ㊿ U+2816, and for 𠮷 (13706) 吉.
#   pdfplumber reads the circled numbers.
# Why it matters: the tables of these forms go on past ㉛, and numbers say which row is meant. The signs are not
#   unknown to any check: they are assigned, printable characters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env &&
    env/bin/pip install --quiet pypdfium2==5.15.2 pdfplumber==0.11.10 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import pdfplumber
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


for cid in [7555, 8111, 10244, 10262, 13706]:
    pdf("page.pdf", "Identity-H", [cid.to_bytes(2, "big")])
    text = pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_bounded().strip()
    print(cid, "pdfium", f"U+{ord(text):04X} {text}")
    text = pdfplumber.open("page.pdf").pages[0].extract_text().strip()
    print(cid, "pdfplumber", text)
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF '7555 pdfium U+2460 ①' seen.txt && grep -qxF '8111 pdfium U+325B ㉛' seen.txt &&
    grep -qF '10244 pdfium U+2804 ' seen.txt && grep -qF '10262 pdfium U+2816 ' seen.txt &&
    grep -qxF '13706 pdfium U+5409 吉' seen.txt && grep -qxF '10244 pdfplumber ㉜' seen.txt
