#!/usr/bin/env bash
# reportlab 5.1.0 (PyPI) writes PDFs with the Japanese fonts that every viewer has (HeiseiMin-W3, UniJIS-UCS2-H);
# pdfplumber 0.11.10, PyMuPDF 2.0 and pypdfium2 5.15.2 read them.
# One would guess: 1—2 with an em dash (U+2014) is read as 1—2, or the dash as another dash.
# Seen (2026-11): pdfplumber and PyMuPDF read U+0336, the combining long stroke overlay: 1̶2, on a screen a 1 that is
#   struck out and a 2. PDFium reads the dash.
# Why it matters: the separator of a range or a code is gone and 1 looks deleted, as struck-out text is in forms that
#   show their changes. To NFKC, to trimming and to checks for control characters it is an ordinary part of the 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env &&
    env/bin/pip install --quiet reportlab==5.1.0 pdfplumber==0.11.10 PyMuPDF==2.0 pypdfium2==5.15.2 > log.txt 2>&1 ||
    { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import pdfplumber
import pymupdf
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
page = canvas.Canvas("page.pdf")
page.setFont("HeiseiMin-W3", 12)
page.drawString(50, 780, "1—2")
page.save()
for name, text in [
    ("pdfplumber", pdfplumber.open("page.pdf").pages[0].extract_text()),
    ("pymupdf", pymupdf.open("page.pdf")[0].get_text()),
    ("pdfium", pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_bounded()),
]:
    print(name, ascii("".join(text.split())), text.strip())
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
grep -qF "pdfplumber '1\\u03362'" seen.txt && grep -qF "pymupdf '1\\u03362'" seen.txt && grep -qF "pdfium '1\\u20142'" seen.txt
