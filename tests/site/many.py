#!/usr/bin/env python3
"""Makes an output folder of many assessments out of a small one: many.py OUTPUT MANY COUNT

Each assessment of OUTPUT is given to one body of Japan after the other, with a number of its own in every text longer
than eight characters, so that it compresses no better than real ones do. Only what `hyokasho site` reads is written.
"""
import csv
import hashlib
import sys
from pathlib import Path


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_record(table):
    found = {}
    for row in table:
        found.setdefault(row["record"], []).append(row)
    return found


def main(output, many, count):
    output, many = Path(output), Path(many)
    many.mkdir(parents=True, exist_ok=True)
    root = Path(__file__).resolve().parents[2]
    bodies = [row for row in rows(root / "src/agency/data/bodies.csv") if row["code"]]
    assessments = rows(output / "assessments.csv")
    items, findings = by_record(rows(output / "items.csv")), by_record(rows(output / "findings.csv"))
    tables = {name: open(many / f"{name}.csv", "w", encoding="utf-8", newline="") for name in ("assessments", "items", "findings")}
    writers = {}
    for name, file in tables.items():
        with open(output / f"{name}.csv", encoding="utf-8", newline="") as head:
            columns = next(csv.reader(head))
        writers[name] = csv.DictWriter(file, columns, lineterminator="\n")
        writers[name].writeheader()
    for number in range(count):
        row = assessments[number % len(assessments)]
        body = bodies[number * 7919 % len(bodies)]
        digest = hashlib.sha256(f"{row['sha256']} {number}".encode()).hexdigest()
        record = f"{body['code']}-{row['form'] or '0'}-{number % 40 + 1}-{digest[:8]}"
        old = row["agency"] or "\0"
        said = lambda text: text.replace(old, body["name"]) + (f"（{digest[:6]}）" if len(text) > 8 else "")
        changed = {"record": record, "source": f"{body['code']}/{number}.pdf"}
        writers["assessments"].writerow(row | changed | {
            "sha256": digest, "agency": body["name"], "agency_printed": body["name"], "agency_code": body["code"],
            "prefecture": body["prefecture"], "agency_id": body["code"], "name": row["name"].replace(old, body["name"])})
        for item in items.get(row["record"], []):
            text = {"value": said(item["value"]), "text": ""} if item["kind"] == "text" else {}
            writers["items"].writerow(item | changed | text)
        for finding in findings.get(row["record"], []):
            writers["findings"].writerow(finding | changed)
    for file in tables.values():
        file.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
