//! What a document holds beside its assessments: blank forms, and what was set aside.

use crate::align::text;
use crate::fill::Filled;
use crate::finding::{Code, Finding};
use crate::fold::fold;
use crate::form::{Form, Role, around, forms};
use crate::record::{Record, Value};
use crate::rows::Rows;
use crate::source::Source;
use std::ops::Range;

/// Whether a record answers nothing: its values are blank, dashes and placeholders, no box is ticked, and
/// hardly anything is left over.
pub(super) fn is_blank(record: &Record, filled: &Filled, rows: &Rows, form: &Form) -> bool {
    const MOST_LEFT: usize = 40;
    let answers = |value: &Value, id: &str| match value {
        Value::Text(text) => {
            let printed = || {
                text.lines()
                    .all(|line| around().is_no_answer(line) || form.prints_part(&fold(line)))
            };
            id != "cover.form_revision" && !printed()
        }
        Value::Date { text, .. } => !around().is_no_answer(text),
        Value::Choice { label, .. } => !label.is_empty(),
        Value::Checkbox(ticked) => *ticked == Some(true),
        Value::Count(number) => number.is_some(),
    };
    let pieces = filled.leftover.iter().map(|piece| text(rows, *piece));
    let lines = pieces.flat_map(str::lines).filter(|line| !form.prints_part(&fold(line)));
    let left: usize = lines.map(|line| line.trim().chars().count()).sum();
    left <= MOST_LEFT && !record.items.iter().any(|item| answers(&item.value, &item.id))
}

/// A blank form gives no record.
pub(super) fn blank_form(record: &Record) -> Finding {
    let (label, items) = (&record.form.label, record.items.len());
    Finding::note(Code::BlankForm, &[("form", label), ("items", &items)]).at(record
        .items
        .first()
        .map(|item| item.source)
        .unwrap_or_default())
}

/// What there is to say of a document that begins with the title of an assessment and gave no record.
pub(super) fn unread(rows: &Rows) -> Option<Finding> {
    const FIRST: usize = 3;
    let is_title = |text: &str| {
        let folded = fold(text);
        let titles = forms().iter().flat_map(|form| form.slots.iter());
        let mut titles = titles.filter(|slot| slot.role == Role::Title);
        titles.any(|slot| slot.names.iter().any(|name| name.body == folded))
    };
    let cells = rows.rows.iter().filter(|row| !row.furniture).flat_map(|row| &row.cells);
    let lines = cells.flat_map(|cell| cell.text.lines().map(move |line| (cell, line)));
    let mut lines = lines.filter(|(_, line)| !line.trim().is_empty()).take(FIRST);
    let (cell, title) = lines.find(|(_, line)| is_title(line))?;
    Some(
        Finding::error(Code::AssessmentUnread, &[("title", &title.trim())]).at(cell
            .spans
            .first()
            .map(|span| span.source)
            .unwrap_or_default()),
    )
}

/// Rows that are of no assessment: where they begin, and with what; nothing where they are blank.
pub(super) fn set_aside(rows: &Rows, range: &Range<usize>) -> Option<Finding> {
    const SHOWN: usize = 30;
    let cells = || rows.rows[range.clone()].iter().flat_map(|row| &row.cells);
    let source = cells().find_map(|cell| cell.spans.first()).map(|span| span.source);
    let letters: usize =
        cells().map(|cell| cell.text.chars().filter(|c| !c.is_whitespace()).count()).sum();
    let begins = cells().map(|cell| cell.text.trim()).find(|text| !text.is_empty())?;
    let begins: String = begins.chars().take(SHOWN).collect();
    Some(
        Finding::note(Code::SetAside, &[("letters", &letters), ("begins", &begins)])
            .at(source.unwrap_or(Source::default())),
    )
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::form::{Role, forms};
    use crate::record::Document;

    const LETTER: &str = "情推第123号\n令和7年3月14日\n個人情報保護委員会 御中\n評価実施機関の長\n特定個人情報保護評価書の提出について（通知）\n行政手続における特定の個人を識別するための番号の利用等に関する法律第28条第1項の規定に基づき、下記のとおり特定個人情報保護評価書を提出します。\n記\n1 評価書名 別添のとおり\n2 公表日 令和7年3月31日（予定）\n3 担当部署 総務部情報推進課 電話 0123-45-6789\nなお、本件について問合せがある場合は、上記の担当部署まで連絡願います。以上のとおり、取扱いについて特段の配慮をお願いします。貴委員会における確認の結果については、別途通知されたい。\n";
    const GUIDE: &str = "（記載要領）\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t評価の対象となる事務の名称を記載してください。\n②事務の概要\t事務の内容を具体的に記載してください。\n③システムの名称\t使用するシステムの名称を全て記載してください。\n";

    fn filled(agency: &str) -> String {
        format!(
            "特定個人情報保護評価書（基礎項目評価書）\n評価書番号\t評価書名\n3\t介護保険に関する事務\n個人のプライバシー等の権利利益の保護の宣言\n{agency}は、介護保険に関する事務について宣言する。\n評価実施機関名\n{agency}長\n公表日\n令和6年12月2日\nI 関連情報\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t介護保険に関する事務\n②事務の概要\t資格の管理を行う。\n③システムの名称\t介護保険システム\n"
        )
    }

    /// The labels of a form, a line each.
    fn blank(form: usize) -> String {
        let printed = forms()[form].slots.iter().filter(|slot| slot.role != Role::Contents);
        printed.map(|slot| format!("{}\n", slot.label.replace("{n}", "1"))).collect()
    }

    /// Agencies and dates of the records, and the codes of the findings on the document.
    fn read(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let outcome = assess(Document::default(), text.as_bytes());
        let date = |record: &crate::record::Record| {
            let date = record.items.iter().find(|item| item.id == "cover.published_on");
            format!("{} {}", record.agency.name, date.map_or(String::new(), |d| d.value.printed()))
        };
        let codes = outcome.findings.iter().chain(outcome.records.iter().flat_map(|r| &r.findings));
        let mut codes: Vec<&str> = codes.map(|finding| finding.code.name()).collect();
        codes.retain(|code| ["blank-form", "set-aside", "not-an-assessment"].contains(code));
        (outcome.records.iter().map(date).collect(), codes)
    }

    #[test]
    fn blank_forms_give_no_record() {
        for form in 0..3 {
            assert_eq!(read(&blank(form)), (Vec::new(), vec!["blank-form"]), "{form}");
        }
        let (records, codes) = read(&(filled("目黒区") + &blank(0)));
        assert_eq!((records, codes), (vec!["目黒区 2024-12-02".into()], vec!["blank-form"]));
    }

    #[test]
    fn letters_and_guides_are_set_aside() {
        let whole = format!("{LETTER}{}{GUIDE}", filled("目黒区"));
        let (records, codes) = read(&whole);
        assert_eq!(
            (records, codes),
            (vec!["目黒区 2024-12-02".into()], vec!["set-aside", "set-aside"])
        );
        assert_eq!(read(GUIDE).0, Vec::<String>::new());
    }

    #[test]
    fn each_cover_begins_a_record() {
        let (records, codes) = read(&(filled("目黒区") + &filled("世田谷区") + &filled("目黒区")));
        let expected = ["目黒区 2024-12-02", "世田谷区 2024-12-02", "目黒区 2024-12-02"];
        assert_eq!((records, codes), (expected.map(String::from).to_vec(), Vec::new()));
    }
}
