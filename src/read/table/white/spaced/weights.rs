//! What the search for rows weighs: `data/rows.csv` says of each weight what it means and where it comes from.

use serde::Deserialize;
use serde_json::{Map, Number, Value};
use std::sync::OnceLock;

/// Name, value, meaning and origin of each weight.
const TABLE: &str = include_str!("../data/rows.csv");
static WEIGHTS: OnceLock<Weights> = OnceLock::new();

/// The weights by their names in the table. Costs have no unit: only what is cheapest counts.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    pub(super) orphan: i64,
    pub(super) orphan_in_table: i64,
    pub(super) orphan_at_top: i64,
    pub(super) empty: i64,
    pub(super) hole: i64,
    pub(super) wide_hole: i64,
    pub(super) again: i64,
    pub(super) chosen_twice: i64,
    pub(super) most_off: i64,
    pub(super) most_off_box: i64,
    pub(super) unfinished: i64,
    pub(super) margin: i64,
    pub(super) costly: i64,
    pub(super) missing: i64,
    pub(super) exact: f32,
    pub(super) off_line: f32,
    pub(super) joined: i64,
    pub(super) off_top: i64,
    pub(super) off_middle: i64,
    pub(super) close_lines: i64,
    pub(super) close_labels: i64,
    pub(super) padded_lines: i64,
    pub(super) listed: i64,
    pub(super) far: f32,
    pub(super) blank_in_table: i64,
    pub(super) blank: i64,
    pub(super) continued: i64,
    pub(super) telephone: i64,
    pub(super) captioned: i64,
    pub(super) open: i64,
    pub(super) full: i64,
    pub(super) nearly_full: i64,
    pub(super) parenthesised: i64,
    pub(super) options: i64,
    pub(super) counted: i64,
    pub(super) behind_count: i64,
    pub(super) behind_options: i64,
    pub(super) before_options: i64,
    pub(super) next_options: i64,
    pub(super) before_choice: i64,
    pub(super) behind_choice: i64,
    pub(super) text_box: i64,
    pub(super) label_continued: i64,
    pub(super) label_parted: i64,
    pub(super) dates: i64,
    pub(super) date_open: i64,
    pub(super) label_marked: i64,
    pub(super) label_short: i64,
    pub(super) label_open: i64,
    pub(super) label_indented: i64,
    pub(super) above_choice: i64,
    pub(super) own_values: i64,
    pub(super) gap: i64,
    pub(super) wide_gap: i64,
    pub(super) label_full: i64,
    pub(super) label_nearly_full: i64,
    pub(super) bare_full: i64,
    pub(super) bare: i64,
    pub(super) page_full: i64,
    pub(super) narrow_joined: i64,
    pub(super) bare_joined: i64,
    pub(super) page_full_joined: i64,
}

/// The weights.
pub(super) fn weights() -> &'static Weights {
    WEIGHTS
        .get_or_init(|| read(TABLE).expect("the table is part of the build, and a test reads it"))
}

/// Takes the weights from another table of the same columns, for measuring; says whether it could, which is so
/// before anything is read only.
pub(crate) fn weigh(table: &str) -> bool {
    read(table).is_some_and(|weights| WEIGHTS.set(weights).is_ok())
}

fn read(table: &str) -> Option<Weights> {
    let mut lines = csv::Reader::from_reader(table.as_bytes());
    let line = |line: csv::StringRecord| {
        let value: Number = line.get(1)?.parse().ok()?;
        Some((line.get(0)?.to_owned(), Value::Number(value)))
    };
    let all: Option<Map<String, Value>> =
        lines.records().map(|record| record.ok().and_then(line)).collect();
    serde_json::from_value(Value::Object(all?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_weight_has_a_line_with_meaning_and_origin() {
        assert!(read(TABLE).is_some());
        for record in csv::Reader::from_reader(TABLE.as_bytes()).records() {
            let record = record.unwrap();
            assert!(
                record.len() == 4 && record.iter().all(|field| !field.is_empty()),
                "{record:?}"
            );
        }
        assert!(read("name,value,meaning,origin\norphan,1,a,b\n").is_none());
    }
}
