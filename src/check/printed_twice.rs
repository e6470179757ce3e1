//! # printed-twice
//!
//! **What it finds.** An item that is printed more than once with different answers, or two rows of one number (システム2 twice);
//! in a section that is printed again under `[2]`, each item whose answer there is another. An assessment that is in the document
//! again as a record of its own, as a sheet with older answers in front of the one that counts.
//! **Why it matters.** The first answer is given; the other one is in the message.
//! **Example.** A page that stands in the document in two versions.

use super::{Context, on, section_twice};
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::form::Role;
use crate::record::Item;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (item, other, source) in &context.filled.repeated {
        findings
            .push(Finding::warning(Code::PrintedTwice, &[("other", other)]).on(item).at(*source));
    }
    let items: BTreeMap<&str, &Item> =
        context.items().iter().map(|item| (&*item.id, item)).collect();
    let mut said = BTreeSet::new();
    for (again, part) in context.items().iter().zip(&context.filled.parts) {
        let first = first_id(context, again, *part);
        let first = first.and_then(|id| items.get(id.as_str()).copied());
        if let Some(first) = first.filter(|first| differ(first, again)) {
            let pair = [(first, again), (again, first)];
            for (item, other) in pair.into_iter().filter(|(item, _)| said.insert(&*item.id)) {
                let message = Message::new("printed-twice", &[("other", &other.value.printed())]);
                findings.push(on(item, Code::PrintedTwice, Severity::Warning, message));
            }
        }
    }
}

/// The id that an item of a section which is there again has in the first; the rows of a table are others in another
/// version.
fn first_id(context: &Context, item: &Item, part: usize) -> Option<String> {
    let part = context.alignment.parts.get(part)?;
    let slot = &context.alignment.form.slots[part.slot];
    let is_again = part.occurrence > section_twice::expected(context, slot.section);
    let (section, rest) = item.id.split_once('.').filter(|_| is_again)?;
    let (section, _) = section.split_once('[')?;
    (slot.role != Role::Column).then(|| format!("{section}.{rest}"))
}

/// Whether both are answered, and not alike.
fn differ(one: &Item, other: &Item) -> bool {
    let (one, other) = (fold(&one.value.printed()), fold(&other.value.printed()));
    !one.is_empty() && !other.is_empty() && one != other
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::finding::Code;
    use crate::record::Document;

    const COVER: &str = "特定個人情報保護評価書（基礎項目評価書）\n評価書番号\t評価書名\n3\t介護保険に関する事務\n個人のプライバシー等の権利利益の保護の宣言\n目黒区は、介護保険に関する事務について宣言する。\n評価実施機関名\n目黒区長\n公表日\n令和6年12月2日\n";
    const SECTION: &str = "I 関連情報\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t介護保険に関する事務\n②事務の概要\t資格の管理を行う。\n③システムの名称\t介護保険システム\n";

    /// The items with the finding.
    fn twice(text: &str) -> Vec<String> {
        let record = assess(Document::default(), text.as_bytes()).records.remove(0);
        let items = record.items.iter();
        let found = items.filter(|item| item.findings.contains(&Code::PrintedTwice));
        found.map(|item| item.id.clone()).collect()
    }

    #[test]
    fn an_item_of_a_section_that_is_there_again_has_it_where_the_answers_differ() {
        let other = SECTION.replace("資格", "給付");
        let items = ["overview.project.description", "overview[2].project.description"];
        assert_eq!(twice(&format!("{COVER}{SECTION}{other}")), items);
    }

    #[test]
    fn a_label_that_is_there_again_with_a_version_of_its_answer_is_said() {
        let office = |name: &str| {
            format!(
                "5. 評価実施機関における担当部署\n①部署\t{name}\n②所属長の役職名\t介護保険課長\n"
            )
        };
        let with = |again: &str| {
            twice(&format!("{COVER}{SECTION}{}{}", office("福祉部介護保険課"), office(again)))
        };
        assert_eq!(with("福祉部介護保険室"), ["overview.department.name"]);
        assert_eq!(with("高齢者支援の担当"), [""; 0]);
    }

    #[test]
    fn an_assessment_that_is_there_again_is_said_on_both() {
        let other = SECTION.replace("資格", "給付");
        let table = "変更箇所\n変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\n令和6年4月1日\tⅠ－１－②\t旧\t新\t事後\t契約の更新\n";
        let text = format!("{COVER}{SECTION}{table}{COVER}{other}{table}");
        let records = assess(Document::default(), text.as_bytes()).records;
        assert_eq!(records.len(), 2);
        for record in records {
            let said = record.findings.iter().filter(|it| it.code == Code::PrintedTwice);
            let items: Vec<_> = said.map(|finding| finding.item.as_str()).collect();
            assert_eq!(items, ["overview.project.description"]);
        }
    }

    #[test]
    fn a_table_that_is_there_again_is_no_more_of_it() {
        let table = "変更箇所\n変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\n令和6年4月1日\tⅠ－１－②\t旧\t新\t事後\t契約の更新\n令和6年5月1日\tⅠ－１－③\t前\t後\t事後\t契約の更新\n";
        let older = table.replace("\t後\t", "\t古\t");
        assert_eq!(twice(&format!("{COVER}{SECTION}{table}{older}")), ["changes.rows[2].after"]);
        // The numbers of a third table go on behind the longer of both.
        let longer = format!("{table}令和6年6月1日\tⅠ－１－④\t旧\t新\t事後\t契約の更新\n");
        let third = table.replace("令和6年4月1日", "令和7年4月1日");
        let record = assess(
            Document::default(),
            format!("{COVER}{SECTION}{table}{longer}{third}").as_bytes(),
        );
        let dates = record.records[0].items.iter().filter(|item| item.id.ends_with("].date"));
        assert_eq!(dates.map(|item| &*item.id).max(), Some("changes.rows[5].date"));
    }
}
