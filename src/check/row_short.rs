//! # row-short
//!
//! **What it finds.** A row of a table with fewer cells than its header, in which a date stands where none belongs, or none where one does.
//! **Why it matters.** A cell is missing, or one above it reaches down without saying so: what stands behind it is shifted by a column.
//! **Example.** `Ⅰ－６－②所属長 | 高齢福祉課長 | 高齢者福祉課長 | 事後` under the six titles of 変更箇所.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (at, cells, titles) in &context.filled.short {
        let Some(item) = context.items().get(*at) else { continue };
        let message = Message::new("row-short", &[("titles", titles), ("cells", cells)]);
        findings.push(on(item, Code::RowShort, Severity::Warning, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::finding::Code;
    use crate::record::Document;

    fn flagged(row: &str) -> usize {
        let text = format!(
            "特定個人情報保護評価書（基礎項目評価書）\n評価書番号\t評価書名\n3\t介護保険に関する事務\n個人のプライバシー等の権利利益の保護の宣言\n目黒区は、介護保険に関する事務について宣言する。\n評価実施機関名\n目黒区長\n公表日\n令和6年12月2日\nI 関連情報\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t介護保険に関する事務\n②事務の概要\t資格の管理を行う。\n③システムの名称\t介護保険システム\n変更箇所\n変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\n令和6年4月1日\tⅠ－１－③\t旧\t新\t事後\t契約の更新\n{row}\n"
        );
        let record = assess(Document::default(), text.as_bytes()).records.remove(0);
        let row = record.items.iter().filter(|item| item.id.starts_with("changes.rows[2]."));
        row.filter(|item| item.findings.contains(&Code::RowShort)).count()
    }

    #[test]
    fn a_row_that_lacks_a_cell_in_front_is_told_from_one_that_lacks_its_last() {
        assert_eq!(flagged("Ⅰ－１－③\t旧\t新\t事後\t契約の更新"), 6);
        assert_eq!(flagged("令和6年5月1日\t旧\t新\t事後\t契約の更新"), 6);
        assert_eq!(flagged("令和6年5月1日\tⅠ－１－③\t旧\t新\t事後"), 0);
        assert_eq!(flagged("令和6年5月1日\tⅠ－１－③\t旧\t新\t事後\t契約の更新"), 0);
    }
}
