#!/usr/bin/env bash
# Readers of Word documents (PyPI): python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth 1.13.0, and pandoc 3.9 in
# pypandoc_binary 1.17.
# One would guess: a letter that Word has put a circle around (囲い文字, in the file a field EQ \o\ac(○,有)) is read as
#   the letter, perhaps without its circle.
# Seen (2026-11): all five read nothing there. A field has instructions and a result; this one has no result, the letter
#   stands in its instructions.
# Why it matters: circling is how a choice is made in a form: 有 ・ 無 with 有 circled is read as  ・ 無. What was chosen
#   is gone, and what was not chosen is left as the only answer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env &&
    env/bin/pip install --quiet python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc_binary==1.17 \
        > log.txt 2>&1 || { cat log.txt; exit 2; }
cat > seen.py <<'PY'
import docx
import docx2python
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

made = docx.Document()
line = made.add_paragraph("実施の有無:")
for part in [
    '<w:fldChar w:fldCharType="begin"/>',
    '<w:instrText xml:space="preserve"> EQ \\o\\ac(○,有) </w:instrText>',
    '<w:fldChar w:fldCharType="end"/>',
    '<w:t xml:space="preserve">・無</w:t>',
]:
    line._p.append(parse_xml(f"<w:r {nsdecls('w')}>{part}</w:r>"))
made.save("form.docx")
print("python-docx", docx.Document("form.docx").paragraphs[0].text)
print("docx2txt", docx2txt.process("form.docx").strip())
print("docx2python", docx2python.docx2python("form.docx").text.strip())
print("mammoth", mammoth.extract_raw_text(open("form.docx", "rb")).value.strip())
print("pandoc", pypandoc.convert_file("form.docx", "plain").strip())
PY
env/bin/python seen.py > seen.txt 2> log.txt || { cat log.txt; exit 2; }
cat seen.txt
for reader in python-docx docx2txt docx2python mammoth pandoc; do
    grep -qxF "$reader 実施の有無:・無" seen.txt || exit 1
done
