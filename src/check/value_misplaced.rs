//! # value-misplaced
//!
//! **What it finds.** A list of options, or boxes, where free text is expected; free text beside the label of a choice whose answer
//! stands in a row below; a choice whose brackets are empty while its answer stands alone in a row near it; a row of a table
//! in which a column of known words or of dates holds something else, and all rows of a table with many such rows, or behind
//! several rows that stand in one cell; the one blank cell of the column behind the dates, and those below it where they fit the rows above theirs.
//! **Why it matters.** A transcription has shifted the values of some rows against their labels. They are given where they are printed; the rows next to them are doubtful too.
//! **Example.** `＜選択肢＞ 1) 10人未満 …` as ④委託先への特定個人情報ファイルの提供方法.

use super::{Context, on};
use crate::date;
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::{fold, fold_start};
use crate::form::{Enumerator, Style};
use crate::record::{Item, Value};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    answered_below(context, findings);
    torn_rows(context, findings);
    for item in context.filled.astray.iter().filter_map(|at| context.items().get(*at)) {
        let message = Message::new("value-misplaced", &[]);
        findings.push(on(item, Code::ValueMisplaced, Severity::Warning, message));
    }
    let items = context.items();
    for (at, item) in items.iter().enumerate() {
        if !is_list(context, item) || in_table(context, at) {
            continue;
        }
        let (base, _) = item.id.rsplit_once('.').unwrap_or(("", ""));
        let message = Message::new("value-misplaced.options", &[]);
        findings.push(on(item, Code::ValueMisplaced, Severity::Warning, message.clone()));
        let next = items[at + 1..].iter().find(|next| next.id.starts_with(base));
        if let Some(next) = next.filter(|next| matches!(next.value, Value::Text(_))) {
            findings.push(on(next, Code::ValueMisplaced, Severity::Warning, message));
        }
    }
}

/// Choices whose own row holds something else.
fn answered_below(context: &Context, findings: &mut Vec<Finding>) {
    for (at, item) in context.items().iter().enumerate() {
        let part = context.filled.parts.get(at).map(|part| &context.alignment.parts[*part]);
        let Some((label, values)) = part.and_then(|part| Some((part.label?, &part.values))) else {
            continue;
        };
        let beside = values.first().filter(|piece| piece.row == label.row);
        let below = values.last().is_some_and(|piece| piece.row > label.row);
        let left = beside.is_some_and(|piece| context.filled.leftover.contains(piece));
        if below && left && matches!(&item.value, Value::Choice { label, .. } if !label.is_empty())
        {
            let message = Message::new("value-misplaced.below", &[]);
            findings.push(on(item, Code::ValueMisplaced, Severity::Warning, message));
        }
    }
}

/// Of a table's rows one in so many may be torn before all of them are doubtful.
const TORN: usize = 3;

/// The rows of tables whose cells have slipped into other columns.
fn torn_rows(context: &Context, findings: &mut Vec<Finding>) {
    let items = context.items();
    let row_of = |at: &usize| items[*at].id.rsplit_once('.').map_or("", |(row, _)| row);
    let cells: Vec<usize> = (0..items.len()).filter(|at| in_row(context, *at)).collect();
    let rows: Vec<&[usize]> = cells.chunk_by(|a, b| row_of(a) == row_of(b)).collect();
    let torn: Vec<bool> = rows.iter().map(|row| is_torn(context, row)).collect();
    let count = torn.iter().filter(|torn| **torn).count();
    let all = count > 1 && count * TORN >= rows.len();
    let joined = rows.iter().position(|row| holds_rows(context, row)).unwrap_or(rows.len());
    shifted(context, &rows, findings);
    // A row that is too short has its own finding.
    let short = |row: &[usize]| context.filled.short.iter().any(|(at, ..)| row.contains(at));
    for (at, (row, torn)) in rows.iter().zip(torn).enumerate() {
        let key = match torn || all {
            true if short(row) => continue,
            true => "value-misplaced.row",
            false if at == joined => "value-misplaced.row",
            false if at > joined => "value-misplaced.number",
            false => continue,
        };
        for item in row.iter().map(|at| &items[*at]) {
            let message = Message::new(key, &[]);
            findings.push(on(item, Code::ValueMisplaced, Severity::Warning, message));
        }
    }
}

/// The cell of the column behind the dates that alone has no answer: those below it may have moved. Where they fit the rows
/// above theirs, they have; where the last cell is the blank one, all may have.
fn shifted(context: &Context, rows: &[&[usize]], findings: &mut Vec<Finding>) {
    let items = context.items();
    let blank = |at: usize| items[at].value.printed().trim().is_empty();
    let gap = |row: &[usize]| match *row {
        [_, what, before, after, ..] => blank(what) && !(blank(before) && blank(after)),
        _ => false,
    };
    let mut gaps = rows.iter().enumerate().filter(|(_, row)| gap(row));
    let (Some((first, _)), None) = (gaps.next(), gaps.next()) else { return };
    let range = match first + 1 == rows.len() {
        true => 0..rows.len(),
        false if fits_above(context, &rows[first..]) => first..rows.len(),
        false => first..first + 1,
    };
    let cells = rows[range].iter().filter_map(|row| row.get(1));
    for item in cells.filter(|_| rows.len() >= TORN).map(|at| &items[*at]) {
        let message = Message::new("value-misplaced.shifted", &[]);
        findings.push(on(item, Code::ValueMisplaced, Severity::Warning, message));
    }
}

/// Whether the new texts of rows are the answers to what the rows below them name, rather than to what they name themselves.
fn fits_above(context: &Context, rows: &[&[usize]]) -> bool {
    let folded = |at: Option<&usize>| {
        at.map_or(String::new(), |at| fold(&context.items()[*at].value.printed()))
    };
    let answers: Vec<(String, String)> = context
        .items()
        .iter()
        .enumerate()
        .filter(|(at, _)| !in_table(context, *at))
        .map(|(_, item)| (bare(&item.label), fold(&item.value.printed())))
        .filter(|(label, value)| !label.is_empty() && !value.is_empty())
        .collect();
    let fits = |named: &&[usize], row: &&[usize]| {
        let (named, new) = (folded(named.get(1)), folded(row.get(3)));
        answers.iter().any(|(label, value)| named.contains(label) && *value == new)
    };
    let own = rows.iter().filter(|row| fits(row, row)).count();
    let below = rows.windows(2).filter(|pair| fits(&pair[1], &pair[0])).count();
    below > own
}

/// A label folded, without its printed number.
fn bare(label: &str) -> String {
    let folded = fold(label);
    let skip = Enumerator::read(&folded).map_or(0, |(_, length)| length);
    folded.get(skip..).unwrap_or_default().to_owned()
}

/// Whether a row without a date holds, in one of its cells, several rows that begin with theirs: which numbers the rows
/// behind it have is not known.
fn holds_rows(context: &Context, row: &[usize]) -> bool {
    let items = context.items();
    let dates = |at: &usize| {
        let text = items[*at].value.printed();
        text.lines().filter(|line| date::full(&fold_start(line, LONGEST_DATE)).is_some()).count()
    };
    let first = row.first().map(|at| &items[*at].value);
    matches!(first, Some(Value::Date { iso: None, text }) if text.is_empty())
        && row.iter().any(|at| dates(at) > 1)
}

fn in_row(context: &Context, at: usize) -> bool {
    context.filled.parts.get(at).is_some() && in_table(context, at)
}

/// A date has no more characters.
const LONGEST_DATE: usize = 12;

/// Whether a row holds something that does not belong into its column: where one of a few words is expected another text
/// while such a word stands in a cell beside it, or nothing while the next column begins with one; where a date is expected
/// a long text, or the half of one; nothing in the column behind the date while the next begins like it, with a part of the form.
fn is_torn(context: &Context, row: &[usize]) -> bool {
    let items = context.items();
    let words = |at: usize| {
        let slot = context.alignment.parts[context.filled.parts[at]].slot;
        context.alignment.form.slots[slot].node.as_ref().map_or(&[][..], |node| &node.values)
    };
    let printed = |at: usize| items[at].value.printed();
    if let [_, what, next, ..] = row
        && printed(*what).is_empty()
        && begins_with_part(&printed(*next))
    {
        return true;
    }
    row.iter().enumerate().any(|(place, &at)| {
        let behind = row.get(place + 1).map_or(String::new(), |next| printed(*next));
        let before = || place.checked_sub(1).map_or(String::new(), |last| printed(row[last]));
        let words = || words(at).iter().map(|word| fold(word));
        let begins = |word: &str| fold_start(&behind, LONGEST_DATE).starts_with(word);
        match &items[at].value {
            Value::Date { iso: None, text } => {
                fold_start(text, LONGEST_DATE + 1).chars().count() > LONGEST_DATE
                    || begins_in_month(&fold_start(&behind, LONGEST_DATE))
            }
            Value::Text(text) if !text.chars().any(char::is_alphanumeric) => {
                text.is_empty() && words().any(|word| begins(&word))
            }
            Value::Text(text) => {
                let text = fold(text);
                !words().any(|word| text.contains(&word))
                    && words().any(|word| begins(&word) || fold(&before()).ends_with(&word))
            }
            _ => false,
        }
    })
}

/// `Ⅰ－1－②`: a place in the form, as the column behind the date names it.
fn begins_with_part(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(LONGEST_DATE).collect();
    Enumerator::read(&fold(&start)).is_some_and(|(part, _)| part.style == Style::Roman)
}

/// `1月16日 Ⅰ－1－②`: the half of a date.
fn begins_in_month(text: &str) -> bool {
    let month = text.trim_start_matches(|c: char| c.is_numeric());
    month.len() < text.len() && month.starts_with('月') && date::full(text).is_none()
}

/// A table of changes quotes options and boxes.
fn in_table(context: &Context, at: usize) -> bool {
    let Some(part) = context.filled.parts.get(at) else { return true };
    let slot = context.alignment.parts[*part].slot;
    context.alignment.form.slots[slot].role == crate::form::Role::Column
}

fn is_list(context: &Context, item: &Item) -> bool {
    let Value::Text(text) = &item.value else { return false };
    let start = fold_start(text, 12);
    let heads = &context.alignment.form.option_heads;
    heads.iter().any(|head| start.starts_with(&**head) && head.starts_with('<'))
        || start.starts_with("[]") && text.matches(['[', '［']).count() > 2
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::finding::Code;
    use crate::record::{Document, Item};

    /// How many answers of the first row have the finding.
    fn flagged(row: &str) -> usize {
        let text = include_str!("../../fixtures/checks/row-short.txt");
        let last = text.trim_end().rsplit_once('\n').map_or(text, |(before, _)| before);
        let record =
            assess(Document::default(), format!("{last}\n{row}\n").as_bytes()).records.remove(0);
        let row = record.items.iter().filter(|item| item.id.starts_with("changes.rows[1]."));
        row.filter(|item| item.findings.contains(&Code::ValueMisplaced)).count()
    }

    #[test]
    fn rows_behind_rows_in_one_cell_are_said() {
        let (head, _) = include_str!("../../fixtures/checks/row-short.txt")
            .trim_end()
            .rsplit_once('\n')
            .unwrap();
        let flagged = |first: &str| {
            let next = "令和6年4月1日\tⅠ－１\t旧\t新\t事後\t契約の更新";
            let text = format!("{head}\n{first}\n{next}\n{next}\n");
            let record = assess(Document::default(), text.as_bytes()).records.remove(0);
            let rows = record.items.iter().filter(|item| item.id.starts_with("changes.rows["));
            rows.filter(|item| item.findings.contains(&Code::ValueMisplaced)).count()
        };
        assert_eq!(flagged("令和5年4月1日\tⅠ－１\t旧\t新\t事後\t契約の更新"), 0);
        let joined = "令和5年4月1日 Ⅰ－１ 旧 新 事後<br>令和5年6月1日 Ⅰ－２ 旧 新 事後";
        assert_eq!(flagged(&format!("\t\t\t\t\t{joined}")), 18);
    }

    #[test]
    fn a_column_with_one_blank_cell_may_have_moved() {
        let (head, _) = include_str!("../../fixtures/checks/row-short.txt")
            .trim_end()
            .rsplit_once('\n')
            .unwrap();
        let flagged = |items: [&str; 4]| {
            let new = ["福祉課", "国民健康保険ファイル", "福祉課長", "なし"];
            let row = |(item, new): (&str, &str)| {
                format!("令和6年4月1日\t{item}\t旧\t{new}\t事後\t契約の更新\n")
            };
            let rows: String = items.into_iter().zip(new).map(row).collect();
            let text = format!("{head}\n{rows}");
            let record = assess(Document::default(), text.as_bytes()).records.remove(0);
            let said = |item: &Item| item.findings.contains(&Code::ValueMisplaced);
            record.items.iter().filter(|item| said(item)).count()
        };
        assert_eq!(flagged(["Ⅰ－１", "Ⅰ－２", "Ⅰ－３", "Ⅰ－４"]), 0);
        assert_eq!(flagged(["Ⅰ－１", "", "Ⅰ－２", "Ⅰ－３"]), 1);
        assert_eq!(flagged(["Ⅰ－１", "", "②所属長の役職名", "Ⅰ－３"]), 1);
        assert_eq!(flagged(["Ⅰ－１", "", "特定個人情報ファイル名", "②所属長の役職名"]), 3);
        assert_eq!(flagged(["Ⅰ－２", "Ⅰ－３", "Ⅰ－４", ""]), 4);
        assert_eq!(flagged(["Ⅰ－１", "", "", "Ⅰ－２"]), 0);
    }

    #[test]
    fn rows_that_have_slipped_are_said() {
        assert_eq!(flagged("令和6年4月1日\tⅠ－１\t旧\t新\t事後\t契約の更新"), 0);
        assert_eq!(flagged("令和6年4月1日\tⅠ－１\t旧\t新\t\t事後 契約の更新"), 6);
        assert_eq!(flagged("令和6年\t4月1日 Ⅰ－１\t旧\t新\t事後\t契約の更新"), 6);
        assert_eq!(flagged("令和6年4月1日\t\tⅠ－１ 旧\t新\t事後\t契約の更新"), 6);
        assert_eq!(flagged("令和6年4月1日\tⅠ－１\t旧\t新 事後\t契約の更新\t"), 6);
        assert_eq!(flagged("令和6年4月1日\tⅠ－１\t旧\t新\t契約の更新\t事　前"), 6);
    }

    #[test]
    fn rows_with_something_unusual_have_not_slipped() {
        for when in ["事　後", "事 前", "該当なし", "平成28年3月31日以前のため該当しない"]
        {
            let row = format!("令和6年4月1日\tⅠ－１\t旧\t新\t{when}\t契約の更新");
            assert_eq!(flagged(&row), 0, "{when}");
        }
        assert_eq!(flagged("令和6年4月1日\t\t旧\t新\t事後\t契約の更新"), 0);
    }
}
