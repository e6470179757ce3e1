//! Figures that somebody may print, counted from the labels of the documents and again from what a run writes, from
//! `compare` and from `history`: both ways give the same number.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Documents of `fixtures/documents` that are read to the letter, of every form and several revisions.
const DOCUMENTS: [&str; 8] = [
    "000_491281ded6c99a7d.txt",
    "D001.pdf",
    "D006.pdf",
    "D008.pdf",
    "D012.pdf",
    "D021.txt",
    "D023.pdf",
    "D036.pdf",
];

type Row = BTreeMap<String, String>;
/// A figure: names with numbers.
type Figure = BTreeMap<String, usize>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn run(folder: &Path, args: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn rows(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// What a run over the documents has written.
struct Written(tempfile::TempDir);

impl Written {
    fn of_documents() -> Self {
        Self::of(&DOCUMENTS.map(|name| format!("fixtures/documents/{name}")))
    }

    fn of(inputs: &[String]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut args = vec!["extract", "--quiet", "--format", "csv", "--output"];
        args.push(folder.path().to_str().unwrap());
        args.extend(inputs.iter().map(String::as_str));
        run(&root(), &args);
        Self(folder)
    }

    fn table(&self, name: &str) -> Vec<Row> {
        rows(&fs::read_to_string(self.0.path().join(format!("{name}.csv"))).unwrap())
    }

    /// How often each value of a column stands in a table.
    fn counts(&self, table: &str, column: &str) -> Figure {
        let table = self.table(table);
        count(table.iter().map(|row| row[column].clone()).filter(|value| !value.is_empty()))
    }

    fn report(&self, args: &[&str]) -> Vec<Row> {
        rows(&run(self.0.path(), &[args, &["--format", "csv", "."]].concat()))
    }
}

/// The labels of a document: its form, and item to value.
struct Labels {
    form: &'static str,
    items: Row,
}

fn labels() -> Vec<Labels> {
    let read = |name: &&str| {
        let stem = name.split('.').next().unwrap();
        let path = root().join(format!("fixtures/documents/{stem}.gold.jsonl"));
        let text = fs::read_to_string(path).unwrap();
        let rows =
            text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let items: Row = rows
            .filter_map(|row| {
                Some((row["item"].as_str()?.to_owned(), row["value"].as_str()?.to_owned()))
            })
            .collect();
        let has = |start: &str| items.keys().any(|item| item.starts_with(start));
        let form = match (has("safeguards"), has("risk[")) {
            (_, true) if has("public_comment") || has("consultation") => "full",
            (_, true) => "key",
            _ => "basic",
        };
        Labels { form, items }
    };
    DOCUMENTS.iter().map(read).collect()
}

fn count(values: impl Iterator<Item = String>) -> Figure {
    let mut counts = Figure::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts
}

fn answered(value: &str) -> bool {
    !matches!(value.trim(), "" | "-" | "－" | "―" | "unchecked" | "unknown")
}

/// The numbered blocks below `name` that hold an answer: `file[1].entrustment.tasks[2]`.
fn blocks(labels: &Labels, name: &str) -> BTreeSet<String> {
    let filled = labels.items.iter().filter(|(_, value)| answered(value));
    let block = |(item, _): (&String, &String)| {
        let at = item.find(&format!("{name}["))?;
        if at > 0 && !item[..at].ends_with('.') {
            return None;
        }
        let end = at + item[at..].find(']')?;
        Some(item[..=end].to_owned())
    };
    filled.filter_map(block).collect()
}

/// The answers to the questions whose ids end alike.
fn answers(all: &[Labels], end: &str) -> Figure {
    let found = all.iter().flat_map(|labels| &labels.items);
    // 11. 最も優先度が高いと考えられる対策 says again what a risk says: it is no risk of its own.
    let again = |item: &str| item.starts_with("safeguards.priority.");
    let found =
        found.filter(|(item, value)| item.ends_with(end) && answered(value) && !again(item));
    count(found.map(|(_, value)| value.clone()))
}

fn total(figure: &Figure) -> usize {
    figure.values().sum()
}

#[test]
fn blocks_are_counted_as_they_are_filled_in() {
    let (labels, written) = (labels(), Written::of_documents());
    let tables = [
        ("entrustments", "tasks"),
        ("provisions", "provisions"),
        ("transfers", "transfers"),
        ("systems", "systems"),
        ("files", "file"),
        ("changes", "rows"),
    ];
    for (table, name) in tables {
        let expected: usize = labels.iter().map(|labels| blocks(labels, name).len()).sum();
        assert!(expected > 4, "{table}");
        assert_eq!(written.table(table).len(), expected, "{table}");
    }
}

#[test]
fn answers_are_counted_alike_in_the_labels_and_in_the_tables() {
    let (labels, written) = (labels(), Written::of_documents());
    let columns = [
        ("entrustments", "subcontracted", ".subcontract.performed"),
        ("entrustments", "staff_count", ".staff_count"),
        ("risks", "adequacy", ".adequacy"),
        ("thresholds", "population", "threshold.population.population"),
        ("thresholds", "incident", "threshold.incident.incident"),
        ("projects", "linkage", "linkage.performed"),
        ("provisions", "subjects_count", ".subjects_count"),
        ("files", "kind", ".basics.kind"),
    ];
    for (table, column, end) in columns {
        let truth = match table {
            "provisions" => answers_within(&labels, ".provisions[", end),
            "entrustments" => answers_within(&labels, ".tasks[", end),
            _ => answers(&labels, end),
        };
        assert!(total(&truth) > 1, "{table} {column}: {truth:?}");
        assert_eq!(written.counts(table, column), truth, "{table} {column}");
    }
    let years = count(written.table("changes").iter().map(|row| year(&row["changed_on"])));
    let truth = labels.iter().flat_map(|labels| &labels.items);
    let truth =
        truth.filter(|(item, _)| item.starts_with("changes.rows[") && item.ends_with(".date"));
    assert_eq!(years, count(truth.map(|(_, value)| year(value))), "changes a year");
    let published =
        count(written.table("assessments").iter().map(|row| year(&row["published_on"])));
    let truth = labels.iter().map(|labels| year(&labels.items["cover.published_on"]));
    assert_eq!(published, count(truth), "assessments a year");
    let forms = written.counts("assessments", "form");
    assert_eq!(forms, count(labels.iter().map(|labels| labels.form.to_owned())), "forms");
}

fn year(date: &str) -> String {
    date.chars().take(4).collect()
}

fn answers_within(all: &[Labels], within: &str, end: &str) -> Figure {
    let found = all.iter().flat_map(|labels| &labels.items);
    let found = found
        .filter(|(item, value)| item.contains(within) && item.ends_with(end) && answered(value));
    count(found.map(|(_, value)| value.clone()))
}

#[test]
fn boxes_and_rankings_are_those_of_the_labels() {
    let (labels, written) = (labels(), Written::of_documents());
    let ticked =
        written.table("system_connections").into_iter().filter(|row| row["ticked"] == "true");
    let options = count(ticked.map(|row| row["option"].clone()));
    let truth = labels.iter().flat_map(|labels| &labels.items).filter_map(|(item, value)| {
        let option = item.split_once("].connections.")?.1;
        (value == "checked").then(|| option.to_owned())
    });
    assert_eq!(options, count(truth), "systems by what they are connected to");
    // 委託先 by the number of their tasks, most first.
    let contractors = written.counts("entrustments", "contractor");
    let folded = |figure: Figure| {
        let plain = |name: String| hyokasho::fold(&name);
        let mut ranking: Vec<_> = figure.into_iter().map(|(name, n)| (n, plain(name))).collect();
        ranking.sort_unstable();
        ranking
    };
    let truth = answers_within(&labels, ".tasks[", "].contractor");
    assert!(truth.len() > 5);
    assert_eq!(folded(contractors), folded(truth), "contractors");
}

#[test]
fn compare_counts_what_the_labels_say() {
    let (labels, written) = (labels(), Written::of_documents());
    let truth = answers(&labels, ".subcontract.performed");
    let of = |rows: &[Row]| {
        count(rows.iter().map(|row| row["value"].clone()).filter(|value| answered(value)))
    };
    let all = written.report(&["compare", "--item", "subcontract.performed"]);
    assert_eq!(of(&all), truth);
    // The shares that are printed are those of the answers.
    let text = run(written.0.path(), &["compare", "--item", "subcontract.performed", "."]);
    let (yes, of_all) = (truth["再委託する"], total(&truth));
    let tenths = (yes * 2000 + of_all) / (2 * of_all);
    let share = format!("{}.{}%", tenths / 10, tenths % 10);
    assert!(
        text.lines().any(|line| line.contains("再委託する") && line.ends_with(&share)),
        "{text}"
    );
    // One 事務 alone, and one form alone, are fewer.
    let only = ["compare", "--item", "subcontract.performed", "--project", "国民年金"];
    let pension = labels.iter().filter(|labels| labels.items["cover.name"].contains("国民年金"));
    let truth = answers(&pension.map(clone).collect::<Vec<_>>(), ".subcontract.performed");
    assert!(total(&truth) > 1);
    assert_eq!(of(&written.report(&only)), truth);
    let basic = ["compare", "--item", "linkage.performed", "--form", "basic"];
    let truth = labels.iter().filter(|labels| labels.form == "basic").map(clone);
    assert_eq!(
        of(&written.report(&basic)),
        answers(&truth.collect::<Vec<_>>(), "linkage.performed")
    );
}

fn clone(labels: &Labels) -> Labels {
    Labels { form: labels.form, items: labels.items.clone() }
}

#[test]
fn history_counts_versions_and_what_has_changed() {
    let folder = root().join("fixtures/compare");
    let changes = rows(&run(&folder, &["history", "--format", "csv", "."]));
    // What fixtures/compare/README.md says of the two versions.
    let changed: BTreeSet<&str> = changes
        .iter()
        .filter(|row| row["finding"] != "change-not-made")
        .map(|row| row["item"].as_str())
        .collect();
    let expected = [
        "disclosure.inquiry.office",
        "overview.department.name",
        "overview.project.description",
        "threshold.population.as_of",
        "threshold.population.population",
    ];
    assert_eq!(changed, BTreeSet::from(expected));
    assert_eq!(changes.iter().filter(|row| row["finding"] == "change-not-made").count(), 1);
    // Documents of different bodies are no versions of each other.
    let written = Written::of_documents();
    assert_eq!(written.report(&["history"]), []);
}

#[test]
fn whole_documents_of_every_revision_miss_no_label() {
    let written = Written::of(&["fixtures/documents".to_owned()]);
    let missing =
        written.table("findings").into_iter().filter(|row| row["code"] == "label-missing");
    let pdf = |row: &Row| row["source"].ends_with(".pdf");
    assert_eq!(missing.filter(pdf).count(), 0);
    let assessments = written.table("assessments");
    let whole: Vec<&Row> = assessments.iter().filter(|row| pdf(row)).collect();
    let revisions: BTreeSet<&str> = whole.iter().map(|row| row["revision"].as_str()).collect();
    assert!(revisions.len() > 2, "{revisions:?}");
    for row in whole {
        assert_eq!(row["conformity"], "1.0000", "{}", row["source"]);
    }
}

/// Columns that say where a row stands, not what it answers.
const CONTEXT: [&str; 31] = [
    "record",
    "source",
    "agency_code",
    "form",
    "revision",
    "published_on",
    "item",
    "page",
    "line",
    "file",
    "system",
    "task",
    "provision",
    "transfer",
    "row",
    "occurrence",
    "group",
    "risk",
    "measure",
    "option",
    "label",
    "kind",
    "concept",
    "group_title",
    "risk_title",
    "url",
    "retrieved_on",
    "licence",
    "project_kind",
    "project_kind_label",
    "answers",
];

#[test]
fn no_row_of_a_tidy_table_is_blank() {
    // Of 004 pages are missing: a file of which only its entrustments are left is a row that says how much is.
    let written = Written::of(&["fixtures/documents".to_owned()]);
    let entrusted = written.table("entrustments");
    let question = |item: &str| item.rsplit_once('.').unwrap().0.to_owned();
    let told: BTreeSet<(String, String)> = written
        .table("findings")
        .into_iter()
        .filter(|row| row["code"] == "mark-lost")
        .map(|row| (row["source"].clone(), row["item"].clone()))
        .collect();
    for entry in fs::read_dir(written.0.path()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = name.strip_suffix(".csv") else { continue };
        if ["items", "findings", "assessments", "agencies", "quality", "sources"].contains(&name) {
            continue;
        }
        for row in written.table(name) {
            let item = &row["item"];
            let blank = row
                .iter()
                .all(|(column, value)| value.is_empty() || CONTEXT.contains(&column.as_str()));
            let answers = row.get("answers").map(|answers| answers.parse::<u32>().unwrap());
            assert_ne!(answers, Some(0), "{name}: {item}");
            // A box that cannot be read is a row of its option, with `ticked` empty, and is told.
            if row.get("ticked").is_some_and(String::is_empty) {
                assert!(told.contains(&(row["source"].clone(), question(item))), "{name}: {item}");
            } else if name == "files" && blank {
                let is_of = |other: &Row| {
                    ["record", "source", "file"].iter().all(|key| row[*key] == other[*key])
                };
                assert!(entrusted.iter().any(is_of), "{name}: {item}");
            } else {
                assert!(!blank, "{name}: {item}");
            }
        }
    }
}
