use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// A record with a payload that a server has sent.
fn response(url: &str, head: &str, payload: &str, more: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 {head}\r\n\r\n{payload}");
    let length = block.len();
    format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2026-04-01T23:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
         {more}Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
    .into_bytes()
}

fn revisit(url: &str, digest: &str) -> Vec<u8> {
    let block = "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n";
    let length = block.len();
    format!(
        "WARC/1.0\r\nWARC-Type: revisit\r\nWARC-Target-URI: <{url}>\r\nWARC-Date: 2026-05-01T00:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nWARC-Payload-Digest: {digest}\r\n\
         Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
    .into_bytes()
}

fn packed(records: &[Vec<u8>]) -> Vec<u8> {
    let member = |record: &Vec<u8>| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(record).unwrap();
        packer.finish().unwrap()
    };
    records.iter().flat_map(member).collect()
}

const INFO: &str = "WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nx:y\r\n\r\n";

fn records() -> Vec<Vec<u8>> {
    let pdf = "200 OK\r\nContent-Type: application/pdf";
    let digest = "WARC-Payload-Digest: sha1:AAA\r\n";
    vec![
        INFO.as_bytes().to_vec(),
        response("https://a.example/1.pdf", pdf, "%PDF-1.4 one", digest),
        response("https://a.example/x.png", "200 OK\r\nContent-Type: image/png", "x", ""),
        response("https://a.example/gone.pdf", "404 Not Found\r\nContent-Type: text/html", "x", ""),
        response("https://b.example/2.pdf", pdf, "%PDF-1.4 one", digest),
        response(
            "https://a.example/get?id=3",
            "200 OK\r\nContent-Type: application/octet-stream",
            "%PDF-1.4 two",
            "",
        ),
        revisit("https://c.example/1.pdf", "sha1:AAA"),
        revisit("https://c.example/9.pdf", "sha1:ZZZ"),
        response(
            "https://a.example/cut.txt",
            "200 OK\r\nContent-Type: text/plain",
            "part",
            "WARC-Truncated: length\r\n",
        ),
        response(
            "https://a.example/old",
            "200 OK\r\nContent-Type: application/octet-stream\r\nX: y",
            "\u{1}",
            "",
        ),
        response(
            "https://a.example/old.doc",
            "200 OK\r\nContent-Type: application/msword",
            "\u{1}",
            "",
        ),
    ]
}

fn listed(bytes: &[u8]) -> Vec<Input> {
    let folder = tempfile::tempdir().unwrap().keep();
    let path = folder.join("a.warc.gz");
    std::fs::write(&path, bytes).unwrap();
    let mut found = Vec::new();
    list(&path, "a.warc.gz", &mut found);
    resolve(&mut found);
    found
}

fn told(found: &[Input]) -> String {
    let say = |input: &Input| {
        let (document, bytes) = input.open();
        let said = match bytes {
            Ok(bytes) => format!(
                "{} {:?} {}",
                document.kind.name(),
                String::from_utf8(bytes).unwrap(),
                document.cut
            ),
            Err(finding) => format!("{}: {}", finding.code, finding.message),
        };
        let at: Vec<String> =
            input.origins().iter().map(|one| format!("{} {}", one.url, one.retrieved_on)).collect();
        format!("{} {said} <- {}", input.source(), at.join(", "))
    };
    found.iter().map(say).collect::<Vec<_>>().join("\n")
}

#[test]
fn documents_are_read_with_address_and_day() {
    let (plain, zipped) = (records().concat(), packed(&records()));
    let found = listed(&zipped);
    insta::assert_snapshot!(told(&found), @r#"
    a.warc.gz#2 pdf "%PDF-1.4 one"  <- https://a.example/1.pdf 2026-04-01, https://b.example/2.pdf 2026-04-01, https://c.example/1.pdf 2026-05-01
    a.warc.gz#3 left-out: it is image/png: https://a.example/x.png <- https://a.example/x.png 2026-04-01
    a.warc.gz#4 left-out: the server answered 404: https://a.example/gone.pdf <- https://a.example/gone.pdf 2026-04-01
    a.warc.gz#6 pdf "%PDF-1.4 two"  <- https://a.example/get?id=3 2026-04-01
    a.warc.gz#8 revisit-unresolved: expected a record with the payload of https://c.example/9.pdf (sha1:ZZZ), but found none <- https://c.example/9.pdf 2026-05-01
    a.warc.gz#9 text "part" the archive says that it was cut off (length) <- https://a.example/cut.txt 2026-04-01
    a.warc.gz#10 left-out: its address does not end as one of a document: https://a.example/old <- https://a.example/old 2026-04-01
    a.warc.gz#11 binary-input: a Word document of the older format; save it as PDF or docx: https://a.example/old.doc <- https://a.example/old.doc 2026-04-01
    "#);
    // One member for all, and none at all.
    assert_eq!(told(&listed(&packed(std::slice::from_ref(&plain)))), told(&found));
    assert_eq!(told(&listed(&plain)), told(&found));
}

#[test]
fn an_archive_that_breaks_off_gives_what_is_whole() {
    let all = records();
    let whole = packed(&all[..3]);
    let cut = listed(&[whole.as_slice(), &packed(&all[5..6])[..60]].concat());
    let said = told(&cut);
    assert!(said.starts_with("a.warc.gz#2 pdf \"%PDF-1.4 one\"  <- "), "{said}");
    assert!(
        said.contains(
            "\na.warc.gz unreadable-input: the web archive cannot be read beyond record 3"
        ),
        "{said}"
    );
    let plain = all[1].split_last_chunk::<8>().unwrap().0;
    assert!(told(&listed(plain)).contains("the archive breaks off within it"));
    assert!(told(&listed(b"WARC/1.1\r\n\r\n")).contains("a record without its length"));
}

#[test]
fn bombs_are_findings() {
    let bomb = response(
        "https://a.example/1.txt",
        "200 OK\r\nContent-Type: text/plain",
        &" ".repeat(16 << 20),
        "",
    );
    assert!(told(&listed(&packed(&[bomb]))).contains("unpacks to more than 250 times its size"));
    assert!(is_archive(&packed(&records())) && is_archive(INFO.as_bytes()) && !is_archive(b"PK"));
}
