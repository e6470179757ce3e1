"""Reads Japan's published 特定個人情報保護評価書 into typed data: every value with its place, every doubt a finding.

One document:

>>> import hyokasho
>>> a = hyokasho.read("fixtures/documents/D006.pdf")
>>> a.agency, a.form_label
('香美町', '重点項目評価書')
>>> a["file[1].entrustment.tasks[1].subcontract.performed"]
'再委託する'
>>> a.item("file[1].entrustment.tasks[1].subcontract.performed").page
9

Many documents, as tables (polars, else pandas, else pyarrow):

>>> package = hyokasho.extract("fixtures/documents")              # doctest: +SKIP
>>> package["entrustments"].filter(pl.col("subcontracted"))       # doctest: +SKIP

From a Japanese word to items and columns:

>>> hyokasho.find("再委託の有無")[0].columns
['entrustments.subcontracted']

The package carries the command `hyokasho`; nothing reaches the network.
"""

from ._assessment import Assessment, Finding, Item
from ._command import Found, command, find, version
from ._errors import Error, NoAssessment
from ._package import Package, extract
from ._worker import read, read_all

__version__ = version()

__all__ = [
    "Assessment",
    "Error",
    "Finding",
    "Found",
    "Item",
    "NoAssessment",
    "Package",
    "command",
    "extract",
    "find",
    "read",
    "read_all",
    "version",
]
