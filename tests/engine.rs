//! Many documents with the built command: interrupted, repeated, in parts, by request.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

const DOCUMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/documents");

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hyokasho"));
    command
        .args(args)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The files of an output folder, without what runs keep for one another.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with(".hyokasho") {
            all.extend(files(&path));
        } else if path.is_file() {
            all.push(path);
        }
    }
    all
}

/// What they hold.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let name = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_owned();
    files(folder).iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

/// When they were written.
fn written(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let name = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_owned();
    let time = |path: &PathBuf| fs::metadata(path).unwrap().modified().unwrap();
    files(folder).iter().map(|path| (name(path), time(path))).collect()
}

/// A folder with the small fixtures, several times over under other names and with other bytes.
fn documents(copies: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut names: Vec<_> =
        fs::read_dir(DOCUMENTS).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| fs::metadata(path).unwrap().len() < 30_000);
    names.retain(|path| path.extension().is_none_or(|extension| extension != "jsonl"));
    names.sort();
    assert!(names.len() >= 4, "the fixtures are gone");
    for copy in 0..copies {
        for path in &names {
            let mut bytes = fs::read(path).unwrap();
            bytes.extend(format!("\n{copy}\n").bytes()); // after the end of a PDF: not read
            let name = format!("{copy:02}-{}", path.file_name().unwrap().to_str().unwrap());
            fs::write(folder.path().join(name), bytes).unwrap();
        }
    }
    folder
}

fn extract(input: &Path, output: &Path, flags: &[&str]) -> Output {
    let done = run(&[&["extract", text(input), "--output", text(output)], flags].concat());
    assert!(matches!(done.status.code(), Some(0 | 1)), "{}", said(&done));
    done
}

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[test]
fn killed_at_any_moment_it_ends_as_if_nothing_had_happened() {
    let input = documents(6);
    let output = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    extract(input.path(), output.path(), &["--quiet"]);
    let takes = u64::try_from(begun.elapsed().as_millis()).unwrap().max(1);
    let expected = contents(output.path());
    let (mut numbers, mut killed) = (Numbers(7), 0);
    let folder = tempfile::tempdir().unwrap();
    for round in 0..25 {
        // Every fifth round begins with nothing; the others go on with what the one before has left.
        let output = folder.path().join((round / 5).to_string());
        let args = ["extract", text(input.path()), "--output", text(&output), "--quiet"];
        let mut child = command(&args).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(numbers.next(takes)));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        for (name, bytes) in if output.exists() { contents(&output) } else { BTreeMap::new() } {
            assert!(expected.get(&name) == Some(&bytes), "round {round}: half of {name:?}");
        }
        if round % 5 == 4 {
            extract(input.path(), &output, &["--quiet"]);
            assert!(contents(&output) == expected, "round {round}");
        }
    }
    assert!(!cfg!(unix) || killed > 0, "no run was killed in time");
}

#[test]
fn a_second_run_reads_only_what_has_changed() {
    let input = documents(2);
    let output = tempfile::tempdir().unwrap();
    // Younger than the clock of some file systems ticks, a file is looked into.
    std::thread::sleep(Duration::from_millis(2100));
    assert!(!said(&extract(input.path(), output.path(), &[])).contains("read, the others"));
    let again = said(&extract(input.path(), output.path(), &[]));
    assert!(again.contains("; 0 read, the others are as they were"), "{again}");
    fs::remove_file(output.path().join("items.csv")).unwrap();
    let again = said(&extract(input.path(), output.path(), &[]));
    assert!(again.contains("; 0 read,") && output.path().join("items.csv").exists(), "{again}");

    fs::write(input.path().join("new.txt"), "吾輩は猫である。").unwrap();
    fs::remove_file(input.path().join("00-D003.txt")).unwrap();
    let again = said(&extract(input.path(), output.path(), &[]));
    assert!(again.contains("; 1 read,"), "{again}");
    let fresh = tempfile::tempdir().unwrap();
    extract(input.path(), fresh.path(), &[]);
    assert!(contents(output.path()) == contents(fresh.path()));
    for flag in ["--verify", "--fresh"] {
        extract(input.path(), output.path(), &[flag]);
        assert!(contents(output.path()) == contents(fresh.path()), "{flag}");
    }
}

#[test]
fn another_format_reads_nothing() {
    let input = documents(1);
    let output = tempfile::tempdir().unwrap();
    std::thread::sleep(Duration::from_millis(2100));
    extract(input.path(), output.path(), &["--format", "json"]);
    for format in ["csv", "json,csv", "json"] {
        let again = said(&extract(input.path(), output.path(), &["--format", format]));
        assert!(again.contains("; 0 read, the others are as they were"), "{again}");
        let fresh = tempfile::tempdir().unwrap();
        extract(input.path(), fresh.path(), &["--format", format]);
        assert!(contents(output.path()) == contents(fresh.path()), "{format}");
    }
}

/// Some assessments among many other texts, enough for several parts.
fn many() -> tempfile::TempDir {
    let folder = documents(2);
    for number in 0..400 {
        fs::write(folder.path().join(format!("t{number:03}.txt")), format!("猫{number}")).unwrap();
    }
    folder
}

/// Changes a text, takes one away, adds one, and touches an assessment.
fn change(input: &Path) {
    fs::write(input.join("t100.txt"), "吾輩は猫である。").unwrap();
    fs::write(input.join("t2005.txt"), "名前はまだ無い。").unwrap();
    fs::remove_file(input.join("t300.txt")).unwrap();
    let assessment = fs::read(input.join("00-D003.txt")).unwrap();
    fs::write(input.join("00-D003.txt"), assessment).unwrap();
}

#[test]
fn whatever_was_before_the_tables_are_those_of_a_fresh_run() {
    let layouts: [&[&str]; 4] = [
        &["--format", "csv,json,package,parquet", "--quiet"],
        &["--format", "parquet", "--quiet", "--jobs", "1"],
        &["--parts", "--format", "csv,json,parquet", "--quiet"],
        &["--parts", "--format", "parquet", "--quiet", "--jobs", "1"],
    ];
    for flags in layouts {
        let (input, output) = (many(), tempfile::tempdir().unwrap());
        extract(input.path(), output.path(), flags);
        change(input.path());
        for _ in 0..2 {
            extract(input.path(), output.path(), flags);
            let fresh = tempfile::tempdir().unwrap();
            let threads = if flags.contains(&"--jobs") { &[][..] } else { &["--jobs", "3"] };
            extract(input.path(), fresh.path(), &[flags, threads].concat());
            let (now, expected) = (contents(output.path()), contents(fresh.path()));
            assert!(now.keys().eq(expected.keys()), "{flags:?}");
            for (name, bytes) in &now {
                assert!(bytes == &expected[name], "{flags:?}: {}", name.display());
            }
        }
    }
}

#[test]
fn parts_that_have_not_changed_are_left_alone() {
    let (input, output) = (many(), tempfile::tempdir().unwrap());
    let flags = ["--parts", "--format", "csv,json,parquet"];
    extract(input.path(), output.path(), &flags);
    let before = written(output.path());
    let parts = before.keys().filter(|path| path.starts_with("csv/findings")).count();
    assert!(parts > 3, "{parts}");
    assert!(!output.path().join("items.csv").exists());
    fs::write(input.path().join("t100.txt"), "吾輩は猫である。").unwrap();
    extract(input.path(), output.path(), &flags);
    let after = written(output.path());
    let touched: Vec<_> =
        after.iter().filter(|(path, time)| before.get(*path) != Some(time)).collect();
    let of = |folder: &str| touched.iter().filter(|(path, _)| path.starts_with(folder)).count();
    assert_eq!((of("csv/findings"), of("csv/sources"), of("parquet/sources")), (0, 1, 1));
    // It says the same as before of another text, and no assessment is in that part.
    assert_eq!((of("csv/items"), of("json"), of("municipalities")), (0, 0, 0), "{touched:?}");
    assert_eq!((of("csv/agencies"), of("parquet/agencies")), (0, 0), "{touched:?}");

    // Every file is listed with its digest, and the commands that read tables read them in parts.
    let list = fs::read_to_string(output.path().join("parts.csv")).unwrap();
    let listed = list.lines().skip(1).filter(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let bytes = fs::read(output.path().join(fields[2])).unwrap();
        assert_eq!(bytes.len().to_string(), fields[3], "{line}");
        fields[4].len() == 64
    });
    let all = after
        .keys()
        .filter(|path| ["csv", "json", "parquet"].iter().any(|one| path.starts_with(one)));
    assert_eq!(listed.count(), all.count());
    let whole = tempfile::tempdir().unwrap();
    extract(input.path(), whole.path(), &["--format", "csv"]);
    let compared = |folder: &Path| {
        let from = text(folder).to_owned();
        let done = run(&["compare", "--item", "cover.name", &from, "--format", "csv"]);
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
        String::from_utf8(done.stdout).unwrap()
    };
    assert_eq!(compared(output.path()), compared(whole.path()));

    // Another layout leaves nothing of the one before.
    extract(input.path(), output.path(), &["--format", "csv"]);
    assert!(contents(output.path()) == contents(whole.path()));
    extract(input.path(), output.path(), &flags);
    assert!(contents(output.path()).keys().eq(after.keys()));
}

#[test]
fn what_needs_whole_tables_is_refused_in_parts() {
    let (input, output) = (documents(1), tempfile::tempdir().unwrap());
    let args =
        ["extract", text(input.path()), "--output", text(output.path()), "--parts", "--excel"];
    let done = run(&args);
    assert_eq!(done.status.code(), Some(2));
    let expected =
        "hyokasho: excel cannot be written with --parts: it needs each table in one file\nhint: ";
    assert!(said(&done).starts_with(expected), "{}", said(&done));
}

#[test]
fn parquet_alone_is_parquet_alone() {
    let (input, output) = (documents(1), tempfile::tempdir().unwrap());
    extract(input.path(), output.path(), &["--format", "parquet"]);
    let names: Vec<_> = contents(output.path()).into_keys().collect();
    assert!(
        names.contains(&"parquet/agencies.parquet".into())
            && names.contains(&"parquet/items.parquet".into())
    );
    let others: Vec<_> = names.iter().filter(|path| !path.starts_with("parquet")).collect();
    assert_eq!(others, ["croissant.json", "manifest.ndjson"].map(Path::new));
    // The same as beside other formats.
    let all = tempfile::tempdir().unwrap();
    extract(input.path(), all.path(), &["--format", "csv,json,parquet"]);
    let all = contents(all.path());
    let same = contents(output.path()).into_iter().filter(|(path, _)| path.starts_with("parquet"));
    same.for_each(|(path, bytes)| assert!(all[&path] == bytes, "{path:?}"));
}

#[test]
fn other_limits_are_another_run() {
    let input = documents(1);
    let output = tempfile::tempdir().unwrap();
    extract(input.path(), output.path(), &[]);
    let done =
        extract(input.path(), output.path(), &["--max-characters", "100", "--format", "csv"]);
    assert!(said(&done).contains("limit-characters"), "{}", said(&done));
    let fresh = tempfile::tempdir().unwrap();
    extract(input.path(), fresh.path(), &["--max-characters", "100", "--format", "csv"]);
    assert!(contents(output.path()) == contents(fresh.path()));
    let done = extract(input.path(), output.path(), &["--max-size", "0"]);
    assert!(said(&done).contains("limit-size"), "{}", said(&done));
    let done = extract(input.path(), output.path(), &["--max-output", "0"]);
    assert!(said(&done).contains("limit-output"), "{}", said(&done));
}

#[test]
fn parts_become_the_whole() {
    let input = documents(3);
    let whole = tempfile::tempdir().unwrap();
    // What is made out of the finished tables is the same too: databases, spreadsheets, the package.
    let formats = ["--format", "csv,json,package,parquet,sqlite", "--excel", "--quiet"];
    extract(input.path(), whole.path(), &formats);
    assert!(whole.path().join("hyokasho.sqlite").exists());
    let folder = tempfile::tempdir().unwrap();
    let part = |n: usize| folder.path().join(n.to_string());
    for n in 1..=3 {
        let shard = format!("{n}/3");
        extract(input.path(), &part(n), &[&["--shard", &shard][..], &formats].concat());
    }
    let parts: Vec<_> = (1..=3).rev().map(part).collect();
    let merged = folder.path().join("merged");
    let merge = |parts: &[PathBuf]| {
        let mut args = vec!["merge"];
        args.extend(parts.iter().map(|path| text(path)));
        run(&[&args[..], &["--output", text(&merged)]].concat())
    };
    let done = merge(&parts[..2]);
    assert_eq!(done.status.code(), Some(2));
    assert!(said(&done).starts_with("hyokasho: part 1/3 is missing\nhint: "), "{}", said(&done));
    assert!(!merged.exists());
    let done = merge(&parts);
    assert!(matches!(done.status.code(), Some(0 | 1)), "{}", said(&done));
    assert!(contents(&merged) == contents(whole.path()));

    let findings = part(2).join("findings.csv");
    let all = fs::read(&findings).unwrap();
    fs::write(&findings, &all[..all.len() - 1]).unwrap();
    let done = merge(&parts);
    assert_eq!(done.status.code(), Some(2));
    assert!(said(&done).contains("expected all the rows of its manifest"), "{}", said(&done));
    fs::write(&findings, [&all[..], b"x\n"].concat()).unwrap();
    assert_eq!(merge(&parts).status.code(), Some(2));
    fs::write(&findings, &all).unwrap();

    fs::write(input.path().join("more.txt"), "x").unwrap();
    extract(input.path(), &part(3), &[&["--shard", "3/3"][..], &formats].concat());
    let done = merge(&parts);
    assert!(said(&done).contains("expected the same inputs as in the others"), "{}", said(&done));
    assert!(contents(&merged) == contents(whole.path()), "what was there stays");
}

#[test]
fn every_input_is_in_the_manifest() {
    let input = documents(1);
    fs::write(input.path().join("empty.pdf"), "").unwrap();
    fs::write(input.path().join("broken.zip"), "PK").unwrap();
    fs::write(input.path().join("picture.jpg"), "x").unwrap();
    let output = tempfile::tempdir().unwrap();
    extract(input.path(), output.path(), &[]);
    let manifest = fs::read_to_string(output.path().join("manifest.ndjson")).unwrap();
    let lines: Vec<serde_json::Value> =
        manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (head, total) = (lines.first().unwrap(), lines.last().unwrap());
    assert_eq!(head["tool"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&total["end"], &total["complete"]), (&true.into(), &true.into()));
    let documents = &lines[1..lines.len() - 1];
    assert_eq!(documents.len(), fs::read_dir(input.path()).unwrap().count());
    assert_eq!(
        (&total["documents"], &total["left_out"]),
        (&(documents.len() - 1).into(), &1.into())
    );
    for document in documents {
        let records = document["records"].as_array().unwrap();
        assert!(records.is_empty() != document["reason"].is_null(), "{document}");
    }
}

#[test]
fn a_worker_gives_the_records_that_extract_writes() {
    let input = documents(1);
    let output = tempfile::tempdir().unwrap();
    extract(input.path(), output.path(), &["--format", "json"]);
    let mut names: Vec<_> =
        fs::read_dir(input.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let mut requests: Vec<String> = names
        .iter()
        .map(|path| serde_json::json!({"id": 1, "path": text(path)}).to_string())
        .collect();
    requests.insert(1, "{\"id\":[2],".into());
    let mut child = command(&["worker"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(requests.join("\n").as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), said(&done).as_str()), (Some(0), ""));
    let replies = String::from_utf8(done.stdout).unwrap();
    assert_eq!(replies.lines().count(), requests.len() + 1);
    let expected = fs::read_to_string(output.path().join("assessments.ndjson")).unwrap();
    let records: String = replies
        .lines()
        .filter(|line| line.contains("\"status\":\"ok\""))
        .map(|line| {
            let (_, rest) = line.split_once("\"record\":").unwrap();
            let (record, _) = rest.rsplit_once(",\"error\":null,").unwrap();
            format!("{record}\n")
        })
        .collect();
    assert!(records == expected);
    let last: serde_json::Value = serde_json::from_str(replies.lines().last().unwrap()).unwrap();
    assert_eq!((&last["end"], &last["rejected"]), (&true.into(), &1.into()));
    assert_eq!(last["in"], requests.len());
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_writes_what_is_done_and_goes_on_later() {
    let input = documents(40);
    let whole = tempfile::tempdir().unwrap();
    extract(input.path(), whole.path(), &["-", "--quiet"]);
    let output = tempfile::tempdir().unwrap();
    let args = ["extract", text(input.path()), "-", "--output", text(output.path())];
    let mut child =
        command(&[&args[..], &["--jobs", "2"]].concat()).stdin(Stdio::piped()).spawn().unwrap();
    // Standard input comes first and stays open: the run cannot end before it is asked to.
    let open = child.stdin.take();
    let store = output.path().join(".hyokasho/store");
    let begun = Instant::now();
    while fs::metadata(&store).map_or(0, |file| file.len()) < 1000 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is read");
        std::thread::sleep(Duration::from_millis(2));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    drop(open);
    let done = child.wait_with_output().unwrap();
    let told = said(&done);
    assert_eq!(done.status.code(), Some(130), "{told}");
    assert!(told.contains("documents are not read yet; the same command goes on"), "{told}");
    let manifest = fs::read_to_string(output.path().join("manifest.ndjson")).unwrap();
    assert!(manifest.lines().last().unwrap().contains("\"complete\":false"));
    extract(input.path(), output.path(), &["-"]);
    assert!(contents(output.path()) == contents(whole.path()));
}

#[test]
fn what_is_said_can_be_json() {
    let input = documents(1);
    let output = tempfile::tempdir().unwrap();
    let told = said(&extract(input.path(), output.path(), &["--log-format", "json"]));
    let last: serde_json::Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
    assert_eq!((&last["event"], &last["left"]), (&"summary".into(), &0.into()));
}

/// A PDF with so many fonts that reading it takes more than the memory that the test allows.
fn poison() -> Vec<u8> {
    let mut pdf = String::from(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n",
    );
    for number in 3..100_000 {
        pdf.push_str(&format!(
            "{number} 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Widths [500 500 500] >>\nendobj\n"
        ));
    }
    pdf.push_str("trailer\n<< /Root 1 0 R >>\n");
    pdf.into_bytes()
}

#[test]
#[cfg(target_os = "linux")]
fn a_document_that_kills_runs_is_passed_over() {
    let (input, output) = (documents(1), tempfile::tempdir().unwrap());
    fs::write(input.path().join("00-poison.pdf"), poison()).unwrap();
    let bounded = || {
        let program = env!("CARGO_BIN_EXE_hyokasho");
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v 350000; exec \"$0\" \"$@\"", program, "extract"]);
        command.args([text(input.path()), "--output", text(output.path()), "-q"]);
        command.output().unwrap()
    };
    let first = bounded();
    assert_eq!(first.status.code(), None, "it was to be killed: {}", said(&first));
    let second = bounded();
    assert_eq!(second.status.code(), Some(1), "{}", said(&second));
    let findings = String::from_utf8(contents(output.path())[Path::new("findings.csv")].clone());
    let named = findings.unwrap();
    assert_eq!(named.matches(",00-poison.pdf,killed-a-run,error,").count(), 1);
    assert_eq!(named.matches("killed-a-run").count(), 1);
    // The others are what they are without it.
    let alone = tempfile::tempdir().unwrap();
    fs::remove_file(input.path().join("00-poison.pdf")).unwrap();
    extract(input.path(), alone.path(), &[]);
    let items = Path::new("items.csv");
    assert!(contents(output.path())[items] == contents(alone.path())[items]);
}
