"""One long-lived worker process: the hundredth document costs no start."""

from __future__ import annotations

import atexit
import base64
import json
import os
import subprocess
import threading
from typing import Any

from ._assessment import Assessment
from ._command import command
from ._errors import Error, NoAssessment

Path = str | os.PathLike[str]


class _Worker:
    """`hyokasho worker`: a line of JSON in, a line out, in order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        line = json.dumps(request, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            reply = self._exchange(line)
            if not reply:  # it was killed: a new one answers
                self.end()
                reply = self._exchange(line)
            if not reply:
                self.end()
                raise Error(f"the worker ended while it read {request.get('source') or request.get('path')}")
        answer: dict[str, Any] = json.loads(reply)
        return answer

    def _exchange(self, line: bytes) -> bytes:
        process = self._started()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
        except (BrokenPipeError, OSError):
            return b""
        return process.stdout.readline()

    def _started(self) -> subprocess.Popen[bytes]:
        # A process that was forked from ours must not share the pipes.
        if self._process is None or self._process.poll() is not None or self._owner != os.getpid():
            self._process = subprocess.Popen(
                [command(), "worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._owner = os.getpid()
        return self._process

    def end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    pass
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_worker = _Worker()
atexit.register(_worker.end)


def read_all(document: Path | bytes, *, name: str | None = None) -> list[Assessment]:
    """All assessments of one document; usually one.

    Args:
        document: A path (PDF, workbook, Word document, text), or the bytes themselves.
        name: What the records call the document; its file name by default.

    Raises:
        NoAssessment: The document gives none; ``code`` and ``message`` say why.
        Error: There is no command, or it ended.
    """
    request: dict[str, Any] = {"id": 0, "shape": "items"}
    if isinstance(document, bytes):
        request["b64"] = base64.b64encode(document).decode("ascii")
        request["source"] = name or "document"
    else:
        request["path"] = os.path.abspath(os.fspath(document))
        request["source"] = name or os.path.basename(request["path"])
    reply = _worker.ask(request)
    if reply["status"] != "ok":
        error = reply["error"]
        raise NoAssessment(os.fspath(document) if name is None and not isinstance(document, bytes) else request["source"],
                           error["code"], error["message"])
    return [Assessment(record) for record in [reply["record"], *reply.get("others", [])]]


def read(document: Path | bytes, *, name: str | None = None) -> Assessment:
    """The assessment of one document; the first, where it holds several (:func:`read_all` has all).

    One worker process stays for all calls, so that a hundred documents cost one start. Safe to call from several threads;
    calls wait for one another. For speed over many documents take :func:`extract`.

    Args and errors: as :func:`read_all`.
    """
    return read_all(document, name=name)[0]
