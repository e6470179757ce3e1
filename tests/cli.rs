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
    assert!(said.contains("\nhint: a similar argument exists: '--format'\n"), "{said}");
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
            ",a.txt,empty-input,error,,,,,,,,there is nothing in it,,",
            ",b.PDF,empty-input,error,,,,,,,,there is nothing in it,,"
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
fn standard_input_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let done = run_with(&["extract", "-", "--output", text(folder.path()), "--format", "csv"], b"");
    assert_eq!(done.status.code(), Some(1));
    let findings = fs::read_to_string(folder.path().join("findings.csv")).unwrap();
    assert!(findings.ends_with("\n,-,empty-input,error,,,,,,,,there is nothing in it,,\n"));
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
