"""One assessment: its values by item id or label, its findings, its places."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Answer = str | int | bool | datetime.date | None


@dataclass(frozen=True)
class Item:
    """One printed question and its answer.

    Attributes:
        id: The path of its label on the form, with printed numbers: ``file[1].entrustment.tasks[3].contractor``.
        label: The official label; for a box the label of its option.
        kind: ``text``, ``date``, ``count``, ``choice`` or ``checkbox``.
        value: The typed answer: ``str`` for texts and choices, ``datetime.date``, ``int``, ``bool``.
            A printed blank is ``""`` (text, choice) or ``None`` (count, date); what cannot be read is ``None``.
        text: What is printed, unchanged.
        option: The printed number of the choice.
        page: From 1; ``None`` for a text without pages.
        line: From 1; ``None`` for a PDF.
        box: Left, top, right, bottom in points (1/72 inch) from the page's top left corner.
        sheet: The sheet of a workbook, from 1.
        cell: Its cell, such as ``L5``.
        findings: The codes of what is doubtful about it.
        read_by: ``text``, ``ocr``, ``ocr-layer``, ``form-field`` or ``person``.
        confidence: How likely it is right, 0 to 1, where it was read from a picture.
    """

    id: str
    label: str
    kind: str
    value: Answer
    text: str
    option: int | None
    page: int | None
    line: int | None
    box: tuple[float, float, float, float] | None
    sheet: int | None
    cell: str | None
    findings: tuple[str, ...]
    read_by: str
    confidence: float | None


@dataclass(frozen=True)
class Finding:
    """What is odd, lost, contradictory or unreadable.

    Attributes:
        code: Stable, such as ``mark-lost``; ``hyokasho explain CODE`` prints its page.
        severity: ``note``, ``warning`` or ``error``.
        item: The id of the item it is about; ``None`` for the document.
        page: From 1, or ``None``.
        line: From 1, or ``None``.
        message: One sentence, in English.
        message_ja: The same in Japanese.
    """

    code: str
    severity: str
    item: str | None
    page: int | None
    line: int | None
    message: str
    message_ja: str


class Assessment(Mapping[str, Answer]):
    """One assessment, as a mapping from item ids to typed answers, in print order.

    ``a["file[1].entrustment.performed"]`` and ``a["①委託の有無"]`` are answers; a label works where the assessment
    prints it once. :meth:`item` has place and doubts of an answer too, :meth:`items_of` all items of a label.
    """

    def __init__(self, record: dict[str, Any]) -> None:
        self._record = record
        self._rows: list[list[Any]] = record["items"]
        self._columns: list[str] = record["columns"]

    # What is known of the whole.

    @property
    def id(self) -> str:
        """The record's id, as in the column ``record`` of all tables."""
        return str(self._record["id"])

    @property
    def form(self) -> str:
        """``basic``, ``key`` or ``full``."""
        return str(self._record["form"]["id"] or "")

    @property
    def form_label(self) -> str:
        """``基礎項目評価書``, ``重点項目評価書`` or ``全項目評価書``."""
        return str(self._record["form"]["label"] or "")

    @property
    def revision(self) -> str | None:
        """The form's revision, such as ``2024-10``; ``None`` where it is unknown."""
        return self._text("form", "revision")

    @property
    def agency(self) -> str | None:
        """The body (評価実施機関), such as ``目黒区``."""
        return self._text("agency", "name")

    @property
    def agency_code(self) -> str | None:
        """全国地方公共団体コード, six digits as text."""
        return self._text("agency", "code")

    @property
    def prefecture(self) -> str | None:
        """Its prefecture."""
        return self._text("agency", "prefecture")

    @property
    def draft(self) -> bool:
        """Whether ``(案)`` stands in the title."""
        return bool(self._record["draft"])

    @property
    def source(self) -> dict[str, Any]:
        """The document: ``path``, ``sha256``, ``bytes``, ``kind``, ``encoding``, ``pages`` …"""
        return dict(self._record["source"])

    @property
    def quality(self) -> dict[str, float]:
        """Shares from 0 to 1: ``conformity`` (labels found), ``coverage``, ``leftover``, ``furniture``, ``ocr``."""
        return dict(self._record["quality"])

    @property
    def findings(self) -> list[Finding]:
        """All findings, in order of place."""
        names = ("code", "severity", "item", "page", "line", "message", "message_ja")
        return [Finding(*(one[name] for name in names)) for one in self._record["findings"]]

    # The items.

    def __getitem__(self, key: str) -> Answer:
        return self.item(key).value

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    @cached_property
    def _by_id(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for at, row in enumerate(self._rows):
            places.setdefault(row[0], at)
        return places

    def item(self, key: str) -> Item:
        """The item of this id, or of this label where the assessment prints it once.

        Raises:
            KeyError: It is not printed, or the label is printed several times (the message lists the ids).
        """
        at = self._by_id.get(key)
        if at is not None:
            return self._item(self._rows[at])
        found = self.items_of(key)
        if len(found) == 1:
            return found[0]
        if not found:
            raise KeyError(f"{self.id} has no item {key!r}; hyokasho.find() finds ids by a word")
        ids = ", ".join(item.id for item in found[:8]) + (" …" if len(found) > 8 else "")
        raise KeyError(f"{key!r} is printed {len(found)} times in {self.id}; take one of the ids: {ids}")

    def items(self) -> Any:  # a mapping's own, with the answers
        """Pairs of item id and answer."""
        return super().items()

    def items_of(self, label: str) -> list[Item]:
        """All items of a label, in print order; white space, and the number before it (``①``, ``１．``), may be left out."""
        wanted = _plain(label)
        return [self._item(row) for row in self._rows if wanted in (_plain(row[1]), _bare(row[1]))]

    def all_items(self) -> list[Item]:
        """Every item with its place and doubts, in print order."""
        return [self._item(row) for row in self._rows]

    def doubtful(self) -> list[Item]:
        """The items that carry a finding."""
        at = self._columns.index("findings")
        return [self._item(row) for row in self._rows if row[at]]

    def _item(self, row: list[Any]) -> Item:
        cells = dict(zip(self._columns, row))
        value = cells["value"]
        if cells["kind"] == "date" and value is not None:
            value = _date(value)
        text = cells["text"]
        box = cells["box"]
        return Item(
            id=cells["item"],
            label=cells["label"],
            kind=cells["kind"],
            value=value,
            text=value if text is None else text,
            option=cells["option"],
            page=cells["page"],
            line=cells["line"],
            box=None if box is None else (box[0], box[1], box[2], box[3]),
            sheet=cells["sheet"],
            cell=cells["cell"],
            findings=tuple(cells["findings"]),
            read_by=cells["read_by"] or "text",
            confidence=cells["confidence"],
        )

    def _text(self, part: str, key: str) -> str | None:
        value = self._record[part][key]
        return None if value is None else str(value)

    def __repr__(self) -> str:
        parts = [self.id, self.agency or "?", self.form_label, f"{len(self)} items", f"{len(self.findings)} findings"]
        return f"<Assessment {', '.join(parts)}>"


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:  # a year and month only
        return None


def _plain(label: str) -> str:
    return "".join(label.split())


def _bare(label: str) -> str:
    """The label without the number before it."""
    return _plain(label).lstrip("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳0123456789０１２３４５６７８９.．()（）")
