#!/usr/bin/env python3
"""Web archives of a small site, as wget and warcio write them: fixtures/warc/.

usage: make.py [FOLDER]            fixtures/warc by default; wants wget and the package warcio

A server on loopback holds documents of fixtures/. `wget.warc.gz` is a crawl of it, `wget-again.warc.gz` a later one that
stores what has not changed as revisits, `warcio.warc` what warcio records of two requests, one chunked and packed,
and a response that it says it has cut off.
"""

import gzip
import http.server
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

from warcio.capture_http import capture_http  # before requests, which it watches
import requests
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = pathlib.Path(__file__).resolve().parents[2]
PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"
FILES = {
    "/hyoka/D012.pdf": ("application/pdf", "documents/D012.pdf"),
    "/copy/D012.pdf": ("application/pdf", "documents/D012.pdf"),
    "/hyoka/W103.docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "workbooks/W103.docx"),
    "/download?id=3": ("application/octet-stream", "documents/D023.pdf"),
}
LINKS = "".join(f'<a href="{path}">評価書</a>' for path in [*FILES, "/gone.pdf"])
INDEX = f"<html><body><p>特定個人情報保護評価書の公表</p>{LINKS}<img src='/logo.png'></body></html>".encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/packed.txt":
            return self.packed((ROOT / "fixtures/documents/D008_raw.txt").read_bytes())
        if self.path == "/":
            kind, body = "text/html; charset=utf-8", INDEX
        elif self.path == "/logo.png":
            kind, body = "image/png", b"\x89PNG\r\n\x1a\n"
        elif self.path in FILES:
            kind, name = FILES[self.path]
            body = (ROOT / "fixtures" / name).read_bytes()
        else:
            return self.send_error(404)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def packed(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        packed = gzip.compress(body, mtime=0)
        for at in range(0, len(packed), 1000):
            part = packed[at : at + 1000]
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")


def wget(folder, name, *more):
    with tempfile.TemporaryDirectory() as scratch:
        command = ["wget", "--quiet", "--recursive", "--level=1", "--page-requisites", "--execute=robots=off"]
        command += [f"--warc-file={folder}/{name}", "--warc-cdx", *more, f"{SITE}/"]
        done = subprocess.run(command, cwd=scratch, check=False)
        assert done.returncode in (0, 8), done  # 8: an address answered with an error


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "fixtures/warc").resolve()
    folder.mkdir(exist_ok=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wget(folder, "wget")
    wget(folder, "wget-again", f"--warc-dedup={folder}/wget.cdx")
    for index in folder.glob("*.cdx"):
        os.remove(index)
    with open(folder / "warcio.warc", "wb") as out:
        writer = WARCWriter(out, gzip=False)
        with capture_http(writer):
            requests.get(f"{SITE}/packed.txt", timeout=10)
            requests.get(f"{SITE}/download?id=3", timeout=10)
        body = (ROOT / "fixtures/documents/D003.txt").read_bytes()
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
        cut = io.BytesIO(body[: len(body) * 2 // 3])
        record = writer.create_warc_record(f"{SITE}/cut.txt", "response", payload=cut, http_headers=head, warc_headers_dict={"WARC-Truncated": "length"})
        writer.write_record(record)
    server.shutdown()


main()
