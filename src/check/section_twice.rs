//! # section-twice
//!
//! **What it finds.** A section of the form that is printed again in one assessment.
//! **Why it matters.** Its items stand apart under `[2]`, `[3]` … : a document may hold a version before and one after, or a page twice.
//! **Example.** `overview[2].project.name` in a document that shows the old text and then the new one.

use super::Context;
use crate::finding::{Code, Finding};
use crate::form::Role;
use std::collections::BTreeSet;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let form = context.alignment.form;
    let mut seen = BTreeSet::new();
    let valued: BTreeSet<usize> = context.filled.parts.iter().copied().collect();
    for part in valued.iter().filter_map(|at| context.alignment.parts.get(*at)) {
        let section = form.slots[part.slot].section;
        let repeats = form.slots[section].role != Role::Section { repeat: false };
        if repeats
            || part.occurrence <= expected(context, section)
            || !seen.insert((section, part.occurrence))
        {
            continue;
        }
        let (heading, again) = (&form.slots[section], part.occurrence);
        let place = part.label.or_else(|| part.values.first().copied());
        findings.push(
            Finding::warning(
                Code::SectionTwice,
                &[("label", &heading.label), ("path", &heading.path), ("again", &again)],
            )
            .at(place.map(|piece| context.source(piece)).unwrap_or_default()),
        );
    }
}

/// How often a section is printed: once, or once for each of those that it describes.
pub(super) fn expected(context: &Context, section: usize) -> u32 {
    let form = context.alignment.form;
    let path = &form.slots[section].path;
    let per = form.sections.iter().find(|node| node.id == *path).and_then(|node| node.per.as_ref());
    let Some(slot) = per.and_then(|per| form.slot(&format!("{per}[]"))) else { return 1 };
    let parts = context.alignment.parts.iter().filter(|part| form.slots[part.slot].section == slot);
    parts.map(|part| part.occurrence).max().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::finding::Code;
    use crate::record::Document;

    #[test]
    fn a_section_that_is_printed_again_is_said_once() {
        let section = "I 関連情報\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t介護保険に関する事務\n②事務の概要\t資格の管理を行う。\n③システムの名称\t介護保険システム\n";
        let cover = "特定個人情報保護評価書（基礎項目評価書）\n評価書番号\t評価書名\n3\t介護保険に関する事務\n個人のプライバシー等の権利利益の保護の宣言\n目黒区は、介護保険に関する事務について宣言する。\n評価実施機関名\n目黒区長\n公表日\n令和6年12月2日\n";
        let twice = |text: &str| {
            let record = assess(Document::default(), text.as_bytes()).records.remove(0);
            let again = record.items.iter().any(|item| item.id.starts_with("overview[2]."));
            let said = record.findings.iter().filter(|finding| finding.code == Code::SectionTwice);
            (again, said.count())
        };
        assert_eq!(twice(&format!("{cover}{section}")), (false, 0));
        assert_eq!(
            twice(&format!("{cover}{section}{}", section.replace("資格", "給付"))),
            (true, 1)
        );
    }
}
