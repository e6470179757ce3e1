#!/usr/bin/env bash
# Makes the first corpus of each target from the fixtures: tests/fuzz/seed.sh [FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
fixtures=$here/../../fixtures
corpus=${1:-$here/corpus}
for target in text marks dates cmap font content pdf worker workbook docx archive page ocr; do mkdir -p "$corpus/$target"; done
find "$fixtures" -name '*.txt' -size -60k -exec cp {} "$corpus/text" \;
find "$fixtures" -name '*.pdf' -size -60k -exec cp {} "$corpus/pdf" \;
printf '令和6年12月2日' > "$corpus/dates/1"
printf 'R6.4.1' > "$corpus/dates/2"
printf '45000' > "$corpus/dates/3"
printf '\0\0\0\0\0\0\0\0[○]情報提供ネットワークシステム [ ]庁内連携システム' > "$corpus/marks/1"
printf '\0\0\0\0\0\0\0\0[ 10万人以上30万人未満 ] <選択肢> 1) 1,000人未満 2) 1,000人以上1万人未満' > "$corpus/marks/2"
printf 'BT /F1 12 Tf 1 0 0 1 50 700 Tm (abc) Tj [(d) -200 (e)] TJ ET q 1 0 0 1 5 5 cm 10 10 100 20 re S /X1 Do Q' > "$corpus/content/1"
printf '/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <00FF> <3042> endbfrange 1 begincidrange <0000> <00FF> 100 endcidrange endcmap' > "$corpus/cmap/1"
printf '{"id":1,"b64":"5ZC+6Lyp44Gv54yr44Gn44GC44KL44CC"}\nx\n\n{"id":2,"path":"no/such"}' > "$corpus/worker/1"
# The streams of the fixtures: their fonts, CMaps and pages.
python3 - "$fixtures" "$corpus" <<'PYTHON'
import pathlib, re, sys, zlib
fixtures, corpus = map(pathlib.Path, sys.argv[1:])
for path in sorted(fixtures.rglob("*.pdf")):
    data = path.read_bytes()
    for at, match in enumerate(re.finditer(rb"stream\r?\n(.*?)endstream", data, re.S)):
        try:
            stream = zlib.decompressobj().decompress(match[1])
        except zlib.error:
            continue
        if not stream or len(stream) > 100_000:
            continue
        if b"begincmap" in stream:
            target = "cmap"
        elif stream[:4] in (b"\0\1\0\0", b"true", b"OTTO") or stream[:2] == b"\1\0":
            target = "font"
        elif b" Tf" in stream or b" re" in stream:
            target = "content"
        else:
            continue
        (corpus / target / f"{path.stem}-{at}").write_bytes(stream[:20_000] if target == "content" else stream)
# The parts of Office packages, archives, texts of OCR tools, and a page of things at random places.
import random, zipfile
def parts(path, names):
    with zipfile.ZipFile(path) as package:
        return b"\0".join(package.read(name) if name in package.namelist() else b"" for name in names)
sheets = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/drawings/drawing1.xml"]
texts = ["word/document.xml", "word/styles.xml", "word/numbering.xml"]
for folder, ending, names in (("workbook", "xlsx", sheets), ("docx", "docx", texts)):
    for path in fixtures.rglob(f"*.{ending}"):
        (corpus / folder / path.stem).write_bytes(parts(path, names))
for path in (fixtures / "dialects").rglob("*.*"):
    if path.stat().st_size < 60_000:
        kind = {".json": 1, ".csv": 2, ".md": 3, ".html": 4}.get(path.suffix, 0)
        (corpus / "ocr" / path.name).write_bytes(bytes([kind]) + path.read_bytes())
with zipfile.ZipFile(corpus / "archive" / "zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name in ("a.txt", "b/c.txt", "b/d.bin", "e.zip", "b/"):
        archive.writestr(name, "特定個人情報保護評価書" if name.endswith("txt") else "")
packed = (corpus / "archive" / "zip").read_bytes()
(corpus / "archive" / "zip").write_bytes(b"\0" + packed)
for path in (fixtures / "warc").rglob("*.warc"):
    (corpus / "archive" / path.name).write_bytes(b"\1" + path.read_bytes()[:60_000])
pick = random.Random(1)
for at in range(40):
    (corpus / "page" / str(at)).write_bytes(pick.randbytes(8 * pick.randrange(5, 400)))
PYTHON
