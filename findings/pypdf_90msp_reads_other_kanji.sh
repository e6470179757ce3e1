#!/usr/bin/env bash
# pypdf 7.1.1 (PyPI), reads the text of PDFs, and pypdfium2 5.15.2 (PyPI) beside it.
# One would guess: what it reads in 90ms-RKSJ-H it reads in 90msp-RKSJ-H too: the same Shift JIS bytes, only the
#   Latin letters are proportional (PDF 2.0, 9.7.5.2).
# Seen (2026-11): of the two only the first is known to it. Bytes of the second are taken two by two as UTF-16, and
#   as nearly every pair is some character, 特定個人情報 comes out as 鏁鋨賂遬迮闱.
# Why it matters: 90msp-RKSJ-H is what goes with ＭＳ Ｐ明朝 and ＭＳ Ｐゴシック, fonts of many old official PDFs. The
#   result is neither empty nor full of replacement signs, so no check of the usual sort sees that it is wrong.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet pypdf==7.1.1 pypdfium2==5.15.2 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import pypdf
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


for cmap in ["90ms-RKSJ-H", "90msp-RKSJ-H"]:
    pdf("page.pdf", cmap, ["特定個人情報".encode("cp932")])
    print(cmap, "pypdf", pypdf.PdfReader("page.pdf").pages[0].extract_text().strip())
    print(cmap, "pdfium", pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_bounded().strip())
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qxF '90ms-RKSJ-H pypdf 特定個人情報' seen.txt && grep -qxF '90msp-RKSJ-H pypdf 鏁鋨賂遬迮闱' seen.txt &&
    grep -qxF '90msp-RKSJ-H pdfium 特定個人情報' seen.txt
