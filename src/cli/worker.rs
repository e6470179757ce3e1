//! `hyokasho worker`: a request a line on standard input, a reply a line on standard output.
//!
//! ```text
//! request ::= {"id": any, "path": text, …} | {"id": any, "b64": text, …}
//!             … ::= "source"?: text, "shape"?: "tree" | "items"
//! reply   ::= {"id", "status", "record", "others"?, "error", "ms", "tool", "catalogue"}
//! last    ::= {"end": true, "in", "ok", "rejected", "failed"}
//! ```
//!
//! `ok` has a record, `failed` says why the document gave none, `rejected` says what is wrong with
//! the request. Nothing that a line or a document says ends the worker.

use super::args::Worker;
use crate::documents::{apart, read_input};
use crate::error::{ErrorKind, Result};
use crate::export::{flat_lines, lines};
use crate::finding::{Code, Message, Severity};
use crate::form;
use crate::input::Input;
use crate::limits::Limits;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use std::fmt::Display;
use std::io::{self, BufRead, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// What a request has besides the document.
const AROUND: u64 = 64 << 10;

#[derive(Deserialize)]
struct Request {
    /// Kept to the letter: `1.10` stays so.
    id: Box<RawValue>,
    path: Option<String>,
    b64: Option<String>,
    source: Option<String>,
    #[serde(default)]
    shape: Shape,
}

/// How a record is written.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Shape {
    /// Nested, as in `assessments.ndjson`.
    #[default]
    Tree,
    /// Its items as rows.
    Items,
}

/// Requests by what became of them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    ok: u64,
    rejected: u64,
    failed: u64,
}

/// What is wrong with a request, or why a document gives no record.
struct Trouble {
    status: &'static str,
    code: &'static str,
    message: Message,
}

pub(super) fn run(args: &Worker) -> Result<ExitCode> {
    let limits = args.ocr.within(args.limits.limits());
    std::panic::set_hook(Box::new(|_| {}));
    let root = args.root.as_deref();
    match apart(|| serve(io::stdin().lock(), io::stdout().lock(), &limits, root))? {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(ErrorKind::Print(cause).into())
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Answers requests until there are no more of them, as `hyokasho worker` does. A path in a request is any
/// file that the process may read, or only those below `root`.
///
/// # Errors
/// The pipes themselves fail; nothing that stands in a request ends it.
pub(crate) fn serve(
    mut input: impl BufRead,
    mut output: impl Write,
    limits: &Limits,
    root: Option<&Path>,
) -> io::Result<()> {
    // Base64 takes four characters for three bytes.
    let most = limits.bytes.saturating_mul(4) / 3 + AROUND;
    let mut counts = Counts::default();
    while let Some(line) = next_line(&mut input, most)? {
        let mut reply = answer(line.as_deref(), limits, root, &mut counts);
        reply.push(b'\n');
        output.write_all(&reply)?;
        output.flush()?;
    }
    let Counts { ok, rejected, failed } = counts;
    let all = ok + rejected + failed;
    let tally = json!({"end": true, "in": all, "ok": ok, "rejected": rejected, "failed": failed});
    writeln!(output, "{tally}")?;
    output.flush()
}

/// The next line without its end; an inner `None` for one that is too long; `None` at the end.
fn next_line(input: &mut impl BufRead, most: u64) -> io::Result<Option<Option<Vec<u8>>>> {
    let mut line = Vec::new();
    let read = input.by_ref().take(most).read_until(b'\n', &mut line)?;
    if line.pop_if(|byte| *byte == b'\n').is_some() {
        return Ok(Some(Some(line)));
    }
    if (read as u64) < most {
        return Ok((read > 0).then_some(Some(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(None))
}

fn answer(
    line: Option<&[u8]>,
    limits: &Limits,
    root: Option<&Path>,
    counts: &mut Counts,
) -> Vec<u8> {
    let begun = Instant::now();
    let (id, read) = match line.map(serde_json::from_slice::<Request>) {
        Some(Ok(request)) => {
            let (id, shape) = (request.id.get().to_owned(), request.shape);
            (id, document(request, limits, root).map(|input| (input, shape)))
        }
        Some(Err(cause)) => (id_of(line), Err(bad("worker.no-request", &[("cause", &cause)]))),
        None => ("null".to_owned(), Err(bad("worker.long-line", &[]))),
    };
    let read = read.and_then(|(input, shape)| records(&input, shape, limits));
    let (status, records, trouble) = match read {
        Ok(records) => ("ok", records, None),
        Err(trouble) => (trouble.status, Vec::new(), Some(trouble)),
    };
    match status {
        "ok" => counts.ok += 1,
        "failed" => counts.failed += 1,
        _ => counts.rejected += 1,
    }
    let mut lines = records.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let mut reply = format!("{{\"id\":{id},\"status\":\"{status}\",\"record\":").into_bytes();
    reply.extend_from_slice(lines.next().unwrap_or(b"null"));
    let others: Vec<_> = lines.collect();
    if !others.is_empty() {
        reply.extend_from_slice(b",\"others\":[");
        reply.extend_from_slice(&others.join(&b','));
        reply.push(b']');
    }
    let error = trouble.map(|trouble| json!({"code": trouble.code, "message": trouble.message.en, "message_ja": trouble.message.ja}));
    let rest = json!({
        "error": error,
        "ms": u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        "tool": env!("CARGO_PKG_VERSION"),
        "catalogue": form::digest(),
    })
    .to_string();
    reply.push(b',');
    reply.extend_from_slice(rest.trim_start_matches('{').as_bytes());
    reply
}

fn bad(key: &'static str, values: &[(&str, &dyn Display)]) -> Trouble {
    Trouble { status: "rejected", code: "bad-request", message: Message::new(key, values) }
}

/// The id of a request with something wrong in it, where that much can be read.
fn id_of(line: Option<&[u8]>) -> String {
    type Parts = std::collections::BTreeMap<String, Box<RawValue>>;
    let parts = line.and_then(|line| serde_json::from_slice::<Parts>(line).ok());
    parts.and_then(|parts| parts.get("id").map(|id| id.get().to_owned())).unwrap_or("null".into())
}

/// The document that a request names or brings along.
fn document(
    request: Request,
    limits: &Limits,
    root: Option<&Path>,
) -> std::result::Result<Input, Trouble> {
    let Request { id, path, b64, source, .. } = request;
    match (path, b64) {
        (Some(path), None) => {
            let name = path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned();
            let path = root.map_or_else(|| Ok(path.clone().into()), |root| below(root, &path))?;
            // A pipe or device would be waited for without end.
            if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
                let message = Message::new("worker.no-file", &[]);
                return Err(Trouble {
                    status: "failed",
                    code: Code::UnreadableInput.name(),
                    message,
                });
            }
            Ok(Input::from_file(source.unwrap_or(name), path))
        }
        (None, Some(text)) => {
            let bytes = STANDARD
                .decode(text)
                .map_err(|cause| bad("worker.base64", &[("cause", &cause)]))?;
            if bytes.len() as u64 > limits.bytes {
                return Err(bad("worker.base64-large", &[("most", &limits.bytes)]));
            }
            let name = serde_json::from_str(id.get()).unwrap_or_else(|_| id.get().to_owned());
            Ok(Input::from_bytes(source.unwrap_or(name), bytes))
        }
        _ => Err(bad("worker.one-of", &[])),
    }
}

/// A path below the root, links followed; others are refused, whether there is a file or not.
fn below(root: &Path, path: &str) -> std::result::Result<PathBuf, Trouble> {
    let root = root.canonicalize();
    let found = root.as_ref().ok().and_then(|root| root.join(path).canonicalize().ok());
    match (root, found) {
        (Ok(root), Some(found)) if found.starts_with(&root) => Ok(found),
        _ => Err(bad("worker.outside-root", &[])),
    }
}

/// The records of a document, a line each, or why there are none.
fn records(input: &Input, shape: Shape, limits: &Limits) -> std::result::Result<Vec<u8>, Trouble> {
    let (document, outcome) = read_input(input, limits);
    if outcome.records.is_empty() {
        let worst = outcome.findings.into_iter().max_by_key(|finding| finding.severity);
        let (code, message, _) = worst.map_or(
            (Code::NotAnAssessment, Message::new("worker.no-record", &[]), Severity::Note),
            |finding| (finding.code, finding.message, finding.severity),
        );
        return Err(Trouble { status: "failed", code: code.name(), message });
    }
    let mut out = Vec::new();
    match shape {
        Shape::Tree => lines(&document, &outcome, &mut out),
        Shape::Items => flat_lines(&outcome, &mut out),
    }
    if out.len() > limits.output {
        let message = Message::new("limit-output", &[("bytes", &out.len())]);
        return Err(Trouble { status: "failed", code: Code::LimitOutput.name(), message });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn replies(requests: &[u8], limits: &Limits) -> Vec<Value> {
        let mut output = Vec::new();
        serve(requests, &mut output, limits, None).unwrap();
        assert!(output.ends_with(b"\n"));
        let lines = output.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
    }

    #[test]
    fn every_line_has_a_reply_and_the_last_counts_them() {
        let requests = b"{\"id\":1,\"b64\":\"5ZC+6Lyp44Gv54yr44Gn44GC44KL44CC\"}\n\
            not json\n\
            {\"id\":{\"a\":2}}\n\
            \n\
            {\"path\":\"x\"}\n\
            {\"id\":\"x\",\"b64\":\"%%\"}\n\
            \xff\xfe\n\
            {\"id\":null,\"path\":\"no/such/file\"}\n\
            {\"id\":0,\"path\":\".\"}";
        let replies = replies(requests, &Limits::default());
        let status: Vec<_> =
            replies.iter().map(|reply| reply["status"].as_str().unwrap_or("end")).collect();
        let r = "rejected";
        assert_eq!(status, ["failed", r, r, r, r, r, r, "failed", "failed", "end"]);
        assert_eq!(replies[0]["error"]["code"], "not-an-assessment");
        assert_eq!((&replies[0]["id"], &replies[0]["record"]), (&json!(1), &Value::Null));
        assert_eq!(replies[2]["id"], json!({"a": 2}));
        assert_eq!(replies[7]["error"]["code"], "unreadable-input");
        assert_eq!(replies[7]["catalogue"].as_str().map(str::len), Some(64));
        let tally = json!({"end": true, "in": 9, "ok": 0, "rejected": 6, "failed": 3});
        assert_eq!(replies[9], tally);
    }

    #[test]
    fn an_id_comes_back_to_the_letter() {
        for id in ["1.10", "123456789012345678901234567890", "{\"a\": 1e400}"] {
            let mut output = Vec::new();
            let request = format!("{{\"id\":{id}}}\n");
            serve(request.as_bytes(), &mut output, &Limits::default(), None).unwrap();
            let output = String::from_utf8(output).unwrap();
            assert!(output.starts_with(&format!("{{\"id\":{id},")), "{output}");
        }
    }

    #[test]
    fn a_root_bounds_what_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("in");
        std::fs::create_dir(&root).unwrap();
        std::fs::write(folder.path().join("out.txt"), "x").unwrap();
        std::fs::write(root.join("a.txt"), "x").unwrap();
        let inside = root.join("a.txt").display().to_string();
        let paths = ["a.txt", &inside, "../out.txt", "/etc/passwd", "none.txt"];
        let requests = paths.map(|path| json!({"id": 1, "path": path}).to_string()).join("\n");
        let mut output = Vec::new();
        serve(requests.as_bytes(), &mut output, &Limits::default(), Some(&root)).unwrap();
        let output = String::from_utf8(output).unwrap();
        let codes = output.lines().take(paths.len()).map(|line| line.contains("bad-request"));
        assert_eq!(codes.collect::<Vec<_>>(), [false, false, true, true, true]);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped() {
        let limits = Limits { bytes: 1, ..Limits::default() };
        let mut requests = vec![b'x'; 200_000];
        requests.extend_from_slice(b"\n{\"id\":7,\"b64\":\"5ZC+\"}\n");
        let replies = replies(&requests, &limits);
        assert_eq!(replies.len(), 3);
        assert_eq!(replies[0]["error"]["message"], "the line is too long");
        assert_eq!((&replies[1]["id"], &replies[1]["status"]), (&json!(7), &json!("rejected")));
    }
}
