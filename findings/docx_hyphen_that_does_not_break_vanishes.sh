#!/usr/bin/env bash
# docx2txt 0.9, docx2python 3.6.2, python-docx 1.2.0, mammoth 1.13.0 (PyPI) on `w:noBreakHyphen`, which Word writes for Ctrl+Shift+Hyphen.
# One would guess: it reads as a hyphen, as it prints (ECMA-376 part 1, 17.3.3.18).
# Seen (2026-11): docx2txt and docx2python leave it out, python-docx gives - (U+002D), mammoth ‑ (U+2011): the number 4-5 is
#   45, 4-5 or 4‑5.
# Why it matters: numbers of assessments, of laws' annexes and telephone numbers are typed so that they stay on one line. 4-5
#   without its hyphen is the number of another assessment.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env && env/bin/pip install --quiet docx2txt==0.9 docx2python==3.6.2 python-docx==1.2.0 mammoth==1.13.0 > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import docx
import docx2txt
import mammoth
from docx.oxml import OxmlElement
from docx2python import docx2python

document = docx.Document()
paragraph = document.add_paragraph("評価書番号4")
paragraph.add_run()._r.append(OxmlElement("w:noBreakHyphen"))
paragraph.add_run("5")
document.save("number.docx")
print("docx2txt", docx2txt.process("number.docx").strip())
print("docx2python", docx2python("number.docx").text.strip())
print("python-docx", docx.Document("number.docx").paragraphs[0].text)
with open("number.docx", "rb") as file:
    print("mammoth", mammoth.extract_raw_text(file).value.strip())
PY
env/bin/python seen.py > seen.txt || exit 2
cat seen.txt
grep -qxF 'docx2txt 評価書番号45' seen.txt && grep -qxF 'docx2python 評価書番号45' seen.txt &&
    grep -qxF 'python-docx 評価書番号4-5' seen.txt && grep -qxF 'mammoth 評価書番号4‑5' seen.txt
