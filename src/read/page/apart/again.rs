//! Pages that a file has twice.

use super::super::Page;
use crate::read::numbers::apart::again::{LEAST, MOST};
use std::collections::BTreeMap;

/// A page that is there again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Again {
    /// The page behind.
    pub(crate) page: u32,
    /// The page that it is like.
    pub(crate) of: u32,
}

/// The pages whose text, page number and all, is that of a page before.
pub(super) fn again(pages: &[Page]) -> Vec<Again> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let long = pages.iter().filter(|page| page.text.len() >= LEAST);
    let found: Vec<Again> = long
        .filter_map(|page| match seen.get(&*page.text) {
            Some(of) => Some(Again { page: page.number, of: *of }),
            None => {
                seen.insert(&page.text, page.number);
                None
            }
        })
        .collect();
    if found.len() * MOST > pages.len() { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::*;

    #[test]
    fn a_page_with_the_text_of_another_is_there_twice() {
        let page = |number: u32, said: u32| {
            let text = format!("{}{said}", "特定個人情報ファイルの取扱い".repeat(8));
            Sample::new(300.0, 400.0).number(number).text(20.0, 20.0, 9.0, &text).page()
        };
        let twice = [page(1, 1), page(2, 2), page(3, 2), page(4, 3)];
        assert_eq!(again(&twice), [Again { page: 3, of: 2 }]);
        let versions = [page(1, 1), page(2, 2), page(3, 1), page(4, 2)];
        assert_eq!(again(&versions), []);
        let short =
            |number| Sample::new(300.0, 400.0).number(number).text(9.0, 9.0, 9.0, "表").page();
        assert_eq!(again(&[short(1), short(2), short(3), short(4)]), []);
    }
}
