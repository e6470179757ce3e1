#!/usr/bin/env python3
"""The accuracy of an output over labelled documents, by form, kind of item and kind of document: src/export/data/quality.csv.

usage: quality.py OUTPUT GOLD.jsonl... > src/export/data/quality.csv        (standard library only)

OUTPUT is what `hyokasho extract` wrote. A gold file holds `{"source": NAME}`, then one line per item:
`{"item", "kind", "value"}`; items marked `"ambiguous"` are left out. Attachments are not scored. An item is exact
where the values are equal but for width and white space around lines, close where they are but for all white space and
punctuation, else wrong; silent, where it is wrong, or there without being printed, and no finding says so.
"""

import collections
import csv
import json
import pathlib
import re
import sys
import unicodedata

KINDS = ["text", "date", "count", "choice", "checkbox"]
COUNTS = ["items", "exact", "close", "wrong", "missing", "silent", "spurious"]


def narrow(text):
    return re.sub(r"[ \t]*\n[ \t]*", "\n", unicodedata.normalize("NFKC", text)).strip()


def close(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN").lower()


def verdict(gold, got):
    if got is None:
        return "missing"
    if narrow(gold) == narrow(got["value"]) or (close(gold) == close(got["value"]) == ""):
        return "exact"
    return "close" if close(gold) == close(got["value"]) else "wrong"


def score(gold_file, tables, forms, inputs, sums):
    lines = [json.loads(line) for line in open(gold_file, encoding="utf-8")]
    source = next(line["source"] for line in lines if "source" in line)
    gold = {line["item"]: line for line in lines if "item" in line}
    if not gold:
        return  # a scan: there is nothing to read
    got, form = tables.get(source, {}), forms.get(source, "all")
    names = [(name, of) for name in {form, "all"} for of in (inputs[source], "all")]
    for name in names:
        for kind in [*KINDS, "all"]:
            sums[(*name, kind)]["documents"] += 1
    for item, line in gold.items():
        if line.get("ambiguous") or item.startswith("appendix"):
            continue
        result = verdict(line["value"], got.get(item))
        silent = result == "wrong" and not got[item]["findings"]
        for key in [(*name, kind) for name in names for kind in (line["kind"], "all")]:
            sums[key]["items"] += 1
            sums[key][result] += 1
            sums[key]["silent"] += silent
    for item, row in got.items():
        if item not in gold and not item.startswith("appendix") and row["value"] not in ("", "unchecked", "unknown"):
            for key in [(*name, kind) for name in names for kind in (row["kind"], "all")]:
                sums[key]["spurious"] += 1
                sums[key]["silent"] += not row["findings"]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    output = pathlib.Path(sys.argv[1])
    csv.field_size_limit(1 << 30)
    tables, forms, inputs = collections.defaultdict(dict), {}, {}
    for row in csv.DictReader(open(output / "sources.csv", encoding="utf-8", newline="")):
        inputs[row["source"].rsplit("/", 1)[-1]] = row["kind"]
    for row in csv.DictReader(open(output / "assessments.csv", encoding="utf-8", newline="")):
        forms.setdefault(row["source"].rsplit("/", 1)[-1], row["form"])
    for row in csv.DictReader(open(output / "items.csv", encoding="utf-8", newline="")):
        tables[row["source"].rsplit("/", 1)[-1]].setdefault(row["item"], row)
    sums = collections.defaultdict(collections.Counter)
    for gold_file in sys.argv[2:]:
        score(gold_file, tables, forms, inputs, sums)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["form", "kind", "documents", *COUNTS, "recall", "precision", "input"])
    kinds = [(form, of, kind) for of in ["all", "pdf", "text", "word", "workbook"] for form in ["all", "basic", "key", "full"] for kind in ["all", *KINDS]]
    for form, of, kind in kinds:
        one = sums[form, of, kind]
        if not one["items"]:
            continue
        right = one["exact"] + one["close"]
        given = right + one["wrong"] + one["spurious"]
        shares = [f"{100 * right / n:.2f}" if n else "" for n in (one["items"], given)]
        out.writerow([form, kind, one["documents"], *(one[name] for name in COUNTS), *shares, of])


main()
