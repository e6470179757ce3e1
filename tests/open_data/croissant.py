"""mlcroissant reads croissant.json and its Parquet files to the letter; rdflib reads dcat.jsonld. Usage: croissant.py OUTPUT"""

import json
import pathlib
import sys

import mlcroissant
import pandas
import rdflib


def text(value):
    """A value of either reader as text."""
    if isinstance(value, bytes):
        return value.decode()
    return "" if value is None or value != value else str(value)


def main(folder):
    dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    issues = dataset.metadata.issues
    assert not issues.errors, issues.report()
    for name in ("assessments", "agencies", "sources"):
        rows = list(dataset.records(name))
        frame = pandas.read_parquet(folder / "parquet" / f"{name}.parquet")
        assert len(rows) == len(frame), (name, len(rows), len(frame))
        for row, known in zip(rows, frame.to_dict("records")):
            for column in known:
                if isinstance(known[column], str):
                    assert text(row[f"{name}/{column}"]) == known[column], (name, column, row)
    codes = {text(row["assessments/agency_code"]) for row in dataset.records("assessments")}
    assert any(code.startswith("0") for code in codes), codes
    graph = rdflib.Graph().parse(folder / "dcat.jsonld", format="json-ld")
    found = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef("http://www.w3.org/ns/dcat#Distribution")))
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert len(found) == len(package["resources"]), len(found)
    print(f"croissant: {len(dataset.metadata.record_sets)} record sets; dcat: {len(graph)} statements")


main(pathlib.Path(sys.argv[1]))
