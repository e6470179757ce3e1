//! The built command: exit codes, messages, what it writes where.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hyokasho"));
    command.args(args).env("LC_ALL", "C");
    command
}

fn run(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Extracts from files made for the purpose; what was said, and the rows of `findings.csv`.
fn extract(files: &[(&str, &[u8])], flags: &[&str]) -> (Output, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    for (name, bytes) in files {
        fs::write(input.join(name), bytes).unwrap();
    }
    let output = folder.path().join("out/deep");
    let done = run(&[&["extract", text(&input), "--output", text(&output)], flags].concat());
    let findings = fs::read_to_string(output.join("findings.csv")).unwrap_or_default();
    (done, findings.lines().skip(1).map(str::to_owned).collect())
}

#[test]
fn a_missing_path_stops_the_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("目黒区.txt"), "x").unwrap();
    let output = folder.path().join("out");
    let near = folder.path().join("目黒.txt");
    let done = run(&["extract", text(&near), "--output", text(&output)]);
    let expected = format!(
        "hyokasho: {}: expected a file or folder, but found nothing\nhint: did you mean '{}'?\n",
        near.display(),
        folder.path().join("目黒区.txt").display()
    );
    assert_eq!((done.status.code(), stderr(&done)), (Some(2), expected));
    assert!(!output.exists());

    let done = command(&["extract", "no/such/place"]).current_dir(folder.path()).output().unwrap();
    let expected = "hyokasho: no/such/place: expected a file or folder, but found nothing\n\
                    hint: give a file, a folder, or '-' for standard input\n";
    assert_eq!((done.status.code(), stderr(&done).as_str()), (Some(2), expected));
}

#[test]
fn an_output_folder_that_cannot_be_written_fails_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    fs::write(&taken, "mine").unwrap();
    for output in [taken.clone(), taken.join("below")] {
        // Standard input stays open: a run that began to read would wait for ever.
        let mut child = command(&["extract", "-", "--output", text(&output)])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let open = child.stdin.take();
        let done = child.wait_with_output().unwrap();
        drop(open);
        assert_eq!(done.status.code(), Some(2));
        let said = stderr(&done);
        assert!(
            said.starts_with(&format!("hyokasho: {}: cannot be written: ", output.display())),
            "{said}"
        );
        assert!(said.ends_with("\nhint: choose another folder with '--output DIR'\n"), "{said}");
    }
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
}

#[test]
fn unknown_flags_get_a_hint() {
    let done = run(&["extract", "--formt", "csv", "x"]);
    assert_eq!(done.status.code(), Some(2));
    let said = stderr(&done);
    assert!(said.starts_with("hyokasho: unexpected argument '--formt' found\n"), "{said}");
    assert!(said.contains("\nhint: did you mean '--format'?\n"), "{said}");
    let done = run(&[]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("Usage: hyokasho"));
}

#[test]
fn an_empty_file_is_a_finding() {
    let (done, findings) = extract(&[("a.txt", b""), ("b.PDF", b" \n")], &[]);
    assert_eq!(done.status.code(), Some(1), "{}", stderr(&done));
    assert_eq!(
        findings,
        [
            ",a.txt,empty-input,error,,,,,,,,there is nothing in it,ファイルの中に何もありません,,",
            ",b.PDF,empty-input,error,,,,,,,,there is nothing in it,ファイルの中に何もありません,,"
        ]
    );
    assert!(stderr(&done).starts_with("a.txt: empty-input: there is nothing in it\n"));
}

#[test]
fn noise_is_a_finding() {
    let noise: Vec<u8> =
        (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let (done, findings) = extract(&[("a.txt", &noise), ("b.zip", &noise)], &["--quiet"]);
    assert_eq!((done.status.code(), stderr(&done).as_str()), (Some(1), ""));
    assert_eq!(findings.len(), 2);
    assert!(findings[0].starts_with(",a.txt,binary-input,error,"));
    assert!(findings[1].starts_with(",b.zip,unreadable-input,error,"));
}

#[test]
fn a_text_about_something_else_is_no_failure() {
    let (done, findings) =
        extract(&[("a.txt", "吾輩は猫である。名前はまだ無い。\n".as_bytes())], &[]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with(",a.txt,not-an-assessment,"));
}

#[test]
fn strict_counts_every_error() {
    let fine = ("b.txt", "吾輩は猫である。\n".as_bytes());
    assert_eq!(extract(&[fine], &["--strict"]).0.status.code(), Some(0));
    assert_eq!(extract(&[fine, ("a.txt", b"")], &["--strict"]).0.status.code(), Some(1));
}

#[test]
fn a_folder_with_nothing_to_read_says_what_it_looked_for() {
    let (done, findings) = extract(&[("notes.log", b"x")], &[]);
    assert_eq!((done.status.code(), findings.len()), (Some(1), 2));
    let said = stderr(&done);
    assert!(said.contains(": empty-input: no document is in it: expected files that end in .csv"));
    assert!(
        said.contains("but found 1 of other kinds\ndocuments  1 (1 without a record)\n"),
        "{said}"
    );
    assert!(said.contains("\nleft out   1: .log 1\nrecords    0\n"), "{said}");
    assert!(findings.iter().any(|line| line.contains(",notes.log,left-out,note,")), "{findings:?}");
    assert!(stdout(&done).is_empty());
}

#[test]
fn an_old_word_document_in_a_folder_says_what_to_do() {
    let fine = ("b.txt", "吾輩は猫である。\n".as_bytes());
    let (done, _) = extract(&[fine, ("a.doc", b"x"), ("c.png", b"x")], &[]);
    assert_eq!(done.status.code(), Some(1));
    let said = stderr(&done);
    let advice =
        "a.doc: binary-input: a Word document of the older format; save it as PDF or docx\n";
    assert!(said.starts_with(advice) && said.contains("\nleft out   1: .png 1\n"), "{said}");
}

#[test]
fn web_archives_bring_their_addresses_along() {
    let output = tempfile::tempdir().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/warc");
    let done = run(&["extract", folder, "--quiet", "--output", text(output.path())]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    let sources = fs::read_to_string(output.path().join("sources.csv")).unwrap();
    let rows: Vec<Vec<&str>> =
        sources.lines().skip(1).map(|row| row.split(',').collect()).collect();
    let at: Vec<(&str, &str)> = rows.iter().map(|row| (row[0], row[4])).collect();
    let site = |path: &str| format!("http://127.0.0.1:8765/{path}");
    // The same bytes at two addresses, and in three archives, are one document.
    let expected = [
        ("warcio.warc#1", site("packed.txt")),
        ("warcio.warc#3", site("download?id=3")),
        ("warcio.warc#5", site("cut.txt")),
        ("wget-again.warc.gz#5", site("hyoka/D012.pdf")),
        ("wget-again.warc.gz#5", site("copy/D012.pdf")),
        ("wget.warc.gz#3", site("")),
        ("wget.warc.gz#9", site("hyoka/W103.docx")),
    ];
    assert_eq!(at, expected.each_ref().map(|(source, url)| (*source, url.as_str())));
    assert!(rows.iter().all(|row| row[5].len() == 10));
    let findings = fs::read_to_string(output.path().join("findings.csv")).unwrap();
    assert_eq!(findings.matches(",payload-truncated,error,").count(), 1);
    assert_eq!(findings.matches(",revisit-unresolved,").count(), 0);
    let alone = tempfile::tempdir().unwrap();
    let again = format!("{folder}/wget-again.warc.gz");
    let done = run(&["extract", &again, "--output", text(alone.path())]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("wget-again.warc.gz#3: revisit-unresolved: expected a record"));
}

#[test]
fn addresses_and_the_publisher_s_words_stand_in_the_results() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("in")).unwrap();
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/documents/D012.pdf");
    fs::copy(document, path("in/a.pdf")).unwrap();
    fs::write(path("in/b.txt"), "吾輩は猫である。\n").unwrap();
    let lines = "file,url,retrieved_on,licence\na.pdf,https://a.example/1.pdf,2026-04-01,PDL1.0\nc.pdf,https://a.example,,\n";
    fs::write(path("sources.csv"), lines).unwrap();
    fs::write(path("package.toml"), "name = \"mine\"\nlicence = \"CC BY 4.0\"\n").unwrap();
    let extract = |more: &[&str]| {
        let (input, output) = (path("in"), path("out"));
        run(&[&["extract", text(&input), "--output", text(&output)], more].concat())
    };
    let read = |name: &str| fs::read_to_string(path("out").join(name)).unwrap();
    let (table, words) = (path("sources.csv"), path("package.toml"));
    let done = extract(&["--sources", text(&table), "--package", text(&words)]);
    let said = stderr(&done);
    assert!(
        said.contains("sources.csv:3: expected the name of a document as in the column source")
    );
    assert!(read("assessments.csv").contains(",https://a.example/1.pdf,2026-04-01,PDL1.0\n"));
    assert!(read("assessments.ndjson").contains("\"url\":\"https://a.example/1.pdf\""));
    let package: serde_json::Value = serde_json::from_str(&read("datapackage.json")).unwrap();
    assert_eq!(
        (&package["name"], &package["licenses"][0]["name"]),
        (&"mine".into(), &"CC-BY-4.0".into())
    );
    assert_eq!(package["sources"][0]["path"], "https://a.example/1.pdf");
    // Another address: the document is read again, and the words of the publisher stay.
    fs::write(&table, lines.replace("/1.pdf", "/2.pdf")).unwrap();
    extract(&["--sources", text(&table)]);
    assert!(read("sources.csv").contains(",https://a.example/2.pdf,2026-04-01,,PDL1.0\n"));
    assert!(read("datapackage.json").contains("\"name\": \"mine\""));
    fs::write(&words, "license = \"CC0\"\n").unwrap();
    let refused = extract(&["--package", text(&words)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("unknown field `license`"), "{}", stderr(&refused));
}

#[test]
fn two_runs_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let text_of = fs::read_to_string(documents.join("D008_raw.txt")).unwrap();
    fs::create_dir(path("in")).unwrap();
    let run_into = |output: &str| {
        let (input, output) = (path("in"), path(output));
        run(&["extract", text(&input), "--quiet", "--output", text(&output)]);
    };
    fs::write(path("in/a.txt"), &text_of).unwrap();
    fs::copy(documents.join("D012.pdf"), path("in/gone.pdf")).unwrap();
    run_into("old");
    fs::write(path("in/a.txt"), text_of.replace("こども未来課", "こども課")).unwrap();
    fs::remove_file(path("in/gone.pdf")).unwrap();
    fs::copy(documents.join("D023.pdf"), path("in/new.pdf")).unwrap();
    run_into("new");
    let (old, new) = (path("old"), path("new"));
    let csv = stdout(&run(&["delta", text(&old), text(&new), "--format", "csv"]));
    let words: Vec<&str> = csv.lines().filter_map(|row| row.split(',').next()).collect();
    assert!(words.contains(&"document_added") && words.contains(&"document_gone"), "{csv}");
    assert!(csv.contains("\nvalue_changed,掛川市,"), "{csv}");
    let json = stdout(&run(&["delta", text(&old), text(&new), "--format", "json"]));
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(rows.len() + 1, words.len());
    let page = stdout(&run(&["delta", text(&old), text(&new), "--format", "markdown"]));
    assert!(page.contains("追加 1件、変更 1件、なくなったもの 1件、同じもの 0件"), "{page}");
    let same = stdout(&run(&["delta", text(&new), text(&new), "--format", "csv"]));
    assert_eq!(same.lines().count(), 1, "{same}");
}

#[test]
fn standard_input_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let done = run_with(&["extract", "-", "--output", text(folder.path()), "--format", "csv"], b"");
    assert_eq!(done.status.code(), Some(1));
    let findings = fs::read_to_string(folder.path().join("findings.csv")).unwrap();
    assert!(findings.ends_with(
        "\n,-,empty-input,error,,,,,,,,there is nothing in it,ファイルの中に何もありません,,\n"
    ));
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let ours =
        |name: &str| name.ends_with(".csv") || [".hyokasho", "manifest.ndjson"].contains(&name);
    assert!(
        names.len() > 20 && names.iter().all(|name| ours(&name.to_string_lossy())),
        "{names:?}"
    );
}

#[test]
fn help_is_printed_and_matches_its_page() {
    let help = run(&["--help"]);
    assert_eq!((help.status.code(), stderr(&help).as_str()), (Some(0), ""));
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/COMMAND.md")).unwrap();
    for args in [&["--help"][..], &["extract", "--help"]] {
        let help = stdout(&run(args));
        let trimmed: Vec<_> = help.lines().map(str::trim_end).collect();
        assert!(page.contains(&trimmed.join("\n")), "docs/COMMAND.md lacks this:\n{help}");
    }
}

#[test]
fn small_commands_print() {
    let forms = stdout(&run(&["forms"]));
    assert_eq!(forms.lines().count(), 3);
    assert!(stdout(&run(&["forms", "show", "file.entrustment"])).lines().count() > 10);
    assert_eq!(run(&["forms", "show", "nothing.here"]).status.code(), Some(2));
    assert!(stdout(&run(&["explain", "empty-input"])).starts_with("# empty-input\n"));
    let done = run(&["explain", "emty-input"]);
    let expected = "hyokasho: unknown finding 'emty-input'\nhint: did you mean 'empty-input'?\n";
    assert_eq!((done.status.code(), stderr(&done).as_str()), (Some(2), expected));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&run(&["completions", shell])).contains("hyokasho"));
    }
}

#[test]
fn pages_are_drawn_as_before() {
    // The picture holds all that reading a page gives: its text and lines, the cells, their items.
    let folder = tempfile::tempdir().unwrap();
    for (name, page) in [("D001", "1"), ("D008", "2"), ("D012", "2")] {
        let file = format!("fixtures/documents/{name}.pdf");
        let drawing = folder.path().join(format!("{name}.svg"));
        let done = run(&["inspect", &file, "--page", page, "--svg", text(&drawing)]);
        assert!(done.status.success(), "{}", stderr(&done));
        insta::assert_snapshot!(format!("{name}-{page}"), fs::read_to_string(drawing).unwrap());
    }
}

#[test]
fn nobody_reading_on_is_not_an_error() {
    let mut child = command(&["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), stderr(&done).as_str()), (Some(0), ""));
}
