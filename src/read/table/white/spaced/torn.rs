//! What a tool has torn off its line or printed into its neighbour, put where it belongs.

use super::line::{Line, Word, printed_width, width};
use super::mark::{digit, is_date_like, is_whole_date};
use crate::read::table::white::weights::page_weights as weights;
use std::collections::BTreeSet;

/// What is put between the brackets of a box.
const TICKS: &str = "○〇◯●レ✓✔☑■";
/// Mends the lines of a text.
pub(super) fn mend(text: &str, lines: &mut [Line]) {
    let dated: BTreeSet<u32> =
        lines.iter().filter(|line| has_date(text, line)).map(|line| line.page).collect();
    for at in 0..lines.len() {
        if dated.contains(&lines[at].page) {
            part_date(text, &mut lines[at]);
        }
        lift_into_brackets(text, lines, at);
        lift_numeral(text, lines, at);
        part_bracket(text, &mut lines[at]);
    }
}

/// Puts a numeral in front of the text that stands half a line higher behind it.
fn lift_numeral(text: &str, lines: &mut [Line], at: usize) {
    let Some(above) = at.checked_sub(1) else { return };
    let (upper, lower) = (&lines[above], &lines[at]);
    let is_numeral =
        |word: &Word| matches!(word.text(text), "I" | "V" | "X") || word.is_roman(text);
    let Some(numeral) = lower.words.iter().position(is_numeral) else { return };
    let word = lower.words[numeral];
    let next = upper.words.partition_point(|other| other.end < word.start);
    let Some(other) = upper.words.get(next) else { return };
    let whole = upper.chunks(weights().wide).into_iter().find(|words| words.contains(&next));
    let end = whole.clone().map_or(other.end, |words| upper.words[words.end - 1].end);
    // Nothing stands below its text.
    let apart = lower.space_before(numeral + 1) >= weights().wide;
    let alone = lower.words.get(numeral + 1).is_none_or(|word| apart && word.start >= end);
    let wide = whole.map_or(0, |words| printed_width(upper, &words));
    let begins = (word.start..=word.start + weights().numeral_rough).contains(&other.start);
    let free = upper.space_before(next) >= weights().wide && alone;
    if !begins || !free || numeral > 1 || wide <= 2 {
        return;
    }
    let start = other.start.saturating_sub(2);
    lines[above].words.insert(next, Word { start, end: start + 1, ..word });
    lines[at].words.remove(numeral);
}

/// Parts an opening bracket from the end of a text that goes on in its brackets from the line above.
fn part_bracket(text: &str, line: &mut Line) {
    let is_end = |at: &usize| {
        let (word, close) = (&line.words[*at], &line.words[at + 1]);
        let lone =
            matches!(close.text(text), "）" | ")") && line.space_before(at + 1) >= weights().wide;
        lone && word.width > 2 && matches!(word.lead, '（' | '(')
    };
    let Some(at) = (0..line.words.len().saturating_sub(1)).find(is_end) else { return };
    let word = line.words[at];
    let wide = if word.lead == '（' { 2 } else { 1 };
    let columns = if word.end - word.start < word.width { 1 } else { wide };
    let (start, from) = (word.start + columns, word.from + word.lead.len_utf8());
    let lead = text.get(from..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let open = Word { end: start, to: from, width: wide, tail: word.lead, ..word };
    let rest = Word { start, from, width: word.width - wide, lead, ..word };
    line.words.splice(at..=at, [open, rest]);
}

/// Whether a line of a table begins with a whole date that stands alone.
fn has_date(text: &str, line: &Line) -> bool {
    let date = line.words.first().map_or("", |word| word.text(text));
    is_date_like(date) && is_whole_date(date) && line.chunks(2).len() >= weights().table_parts
}

/// Parts a date from the text of the next column, into which it reaches: other dates of the page stand alone.
fn part_date(text: &str, line: &mut Line) {
    let Some(first) = line.words.first().copied() else { return };
    let word = first.text(text);
    let Some(cut) = date_end(word).filter(|_| line.chunks(2).len() >= weights().table_parts) else {
        return;
    };
    let (date, rest) = word.split_at(cut);
    let wide = |text: &str| text.chars().map(width).sum::<usize>();
    let is_double = first.end - first.start > word.chars().count();
    let columns = if is_double { wide(date) } else { date.chars().count() };
    let ends = |text: &str| (text.chars().next(), text.chars().next_back());
    let ((_, Some(tail)), (Some(lead), _)) = (ends(date), ends(rest)) else { return };
    let (start, from) = (first.start + columns, first.from + cut);
    let upper = Word { end: start, to: from, width: wide(date), tail, ..first };
    let lower = Word { start, from, width: wide(rest), lead, ..first };
    line.words.splice(0..1, [upper, lower]);
}

/// Where a whole date ends that a word begins with and does not end with.
fn date_end(word: &str) -> Option<usize> {
    let is_whole = |end: &usize| {
        let date = word.get(..*end).unwrap_or_default();
        date.ends_with('日') && is_date_like(date) && is_whole_date(date)
    };
    let mut ends = word.char_indices().map(|(at, _)| at).skip(1).take(weights().date);
    ends.find(is_whole)
}

/// Puts marks and numbers into the empty brackets and parentheses that they stand below; where the line that they are of
/// stands between both, its brackets with them into that.
fn lift_into_brackets(text: &str, lines: &mut [Line], at: usize) {
    let Some(above) = at.checked_sub(1) else { return };
    if is_within(text, lines, above, at) {
        move_words(lines, at, above);
        return;
    }
    let Some(frame) = above.checked_sub(1).filter(|frame| is_within(text, lines, *frame, at))
    else {
        return;
    };
    let others = || lines[frame].words.iter().chain(&lines[at].words);
    let is_free = |word: &Word| others().all(|o| o.end <= word.start || word.end <= o.start);
    if !lines[above].is_blank() && lines[above].words.iter().all(is_free) {
        move_words(lines, frame, above);
        move_words(lines, at, above);
    }
}

/// Moves all words of a line to another one.
fn move_words(lines: &mut [Line], from: usize, to: usize) {
    let moved = std::mem::take(&mut lines[from].words);
    lines[to].words.extend(moved);
    lines[to].words.sort_by_key(|word| word.start);
}

/// Whether a line has nothing but marks and numbers that stand below empty brackets of another.
fn is_within(text: &str, lines: &[Line], frame: usize, at: usize) -> bool {
    let is_tick = |word: &Word| word.lead == word.tail && TICKS.contains(word.lead);
    let is_number = |word: &Word| word.text(text).chars().all(|c| digit(c).is_some());
    let (upper, lower) = (&lines[frame], &lines[at]);
    // The number of a page is its last line.
    let below = lines[at + 1..].iter().take_while(|line| line.page == lower.page);
    let ends_page = below.clone().all(Line::is_blank);
    let fits = |word: &Word| {
        upper.words.windows(2).any(|pair| {
            let empty = match pair[0].tail {
                '[' | '［' => is_tick(word) && matches!(pair[1].lead, ']' | '］'),
                '(' | '（' => !ends_page && is_number(word) && matches!(pair[1].lead, ')' | '）'),
                _ => false,
            };
            empty && pair[0].end <= word.start && word.end <= pair[1].start
        })
    };
    !lower.is_blank() && upper.page == lower.page && lower.words.iter().all(fits)
}

#[cfg(test)]
mod tests {
    use super::super::rows;

    fn cells(text: &str) -> Vec<String> {
        let rows = rows(text).rows.into_iter().filter(|row| !row.furniture);
        let cells = |row: crate::rows::Row| row.cells.into_iter().map(|cell| cell.text);
        rows.map(|row| cells(row).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn a_date_that_reaches_into_the_next_column_is_a_cell_of_its_own() {
        let text = "
  変更日           項目              変更前の記載        変更後の記載       提出時期
  平成30年10月3日    Ⅱ 2. ①ファイルの種類       再委託しない        再委託する        事後
  令和6年10月30日人情報ファイルの取扱いに関する問合せ    五人          六人           事前
";
        let rows = cells(text);
        assert_eq!(rows[2], "令和6年10月30日|人情報ファイルの取扱いに関する問合せ|五人|六人|事前");
    }

    #[test]
    fn the_number_of_a_page_is_no_count() {
        let page = "\nⅡ 5. 提供\n提供を行っている   （       ）件\n                5\n";
        let below = format!("{page}\n法令上の根拠      番号法\n");
        assert!(cells(&below).concat().contains("（ 5 ）"), "{:?}", cells(&below));
        assert!(!cells(page).concat().contains("（ 5 ）"), "{:?}", cells(page));
    }

    #[test]
    fn marks_below_their_brackets_are_put_into_them() {
        let text = "
実施の有無      [       ] 自己点検           [       ] 内部監査
               ○                        ○
           [       ] 外部監査
               ○
具体的な方法     年に一度、書類を確かめる。
";
        let rows = cells(text);
        assert_eq!(rows[0], "実施の有無|[ ○ ] 自己点検 [ ○ ] 内部監査\n[ ○ ] 外部監査");
    }

    fn texts(text: &str) -> Vec<String> {
        let row = |row: &crate::rows::Row| {
            row.cells.iter().map(|cell| cell.text.replace('\n', "/")).collect::<Vec<_>>().join("|")
        };
        rows(text).rows.iter().map(row).collect()
    }

    #[test]
    fn a_number_below_its_parentheses_is_put_into_them() {
        let text = "
有無         [ ○ ] 提供を行っている   （        ）件    [   ] 移転を行っている   （        ）件
                                 ５
            [   ] 行っていない
方法         年に一度、書類を確かめる。
";
        let read = cells(text);
        assert_eq!(
            read[0],
            "有無|[ ○ ] 提供を行っている （ ５ ）件 [ ] 移転を行っている （ ）件\n[ ] 行っていない"
        );
    }

    #[test]
    fn a_numeral_half_a_line_lower_stands_before_its_heading() {
        let text = "
  変更日          項目                     変更前の記載       変更後の記載       提出時期
  平成30年10月3日   Ⅱ 2. ①ファイルの種類       再委託しない        再委託する        事後
                関連情報 3. 個人番号の利用     五人          六人
  平成30年10月4日 Ⅰ                                               事前
                法令上の根拠
";
        let read = texts(text);
        assert!(read.iter().any(|row| row.contains("Ⅰ 関連情報 3. 個人番号の利用")), "{read:?}");
    }

    #[test]
    fn an_answer_around_its_brackets_is_put_between_them() {
        let text = "
① 入手元         [ ○ ] 本人又は本人の代理人
                  [   ] 評価実施機関内の他部署                        （                        ）
                                                                        厚生労働省、法務
                  [ ○ ] 行政機関・独立行政法人等                     （                        ）
                                                                        省
                  [   ] その他                                        （                        ）
② 入手方法       [   ] 紙
";
        let read = texts(text).join("/");
        let answer = read.split_once("独立行政法人等").map_or("", |(_, rest)| rest);
        let (first, rest) = (answer.find("厚生労働省、法務"), answer.find('）'));
        assert!(first.is_some() && first < rest, "{read}");
    }

    #[test]
    fn a_box_set_above_its_heading_with_its_mark_below_is_beside_it() {
        let text = "
Ⅲ 対策
                                                    [       ] 委託しない
４．取扱いの委託
                                                        ○
不正な使用への対策      十分である
定めの有無          なし
";
        assert_eq!(
            cells(text),
            [
                "Ⅲ 対策",
                "４．取扱いの委託|[ ○ ] 委託しない",
                "不正な使用への対策|十分である",
                "定めの有無|なし",
            ]
        );
    }

    #[test]
    fn a_numeral_below_its_text_is_put_before_it() {
        let text = "
   変更日           項目               変更前の記載              変更後の記載          提出時期
              2. 取扱者数の定め     十分である               特に力を入れている
平成３０年６月９日 Ⅱ                                                          事後
              いつ時点か
  R5.4.2      Ⅰ 4. 担当課      市民課                 福祉課                事後
";
        assert_eq!(
            cells(text),
            [
                "変更日|項目|変更前の記載|変更後の記載|提出時期",
                "平成３０年６月９日|Ⅱ 2. 取扱者数の定めいつ時点か|十分である|特に力を入れている|事後",
                "R5.4.2|Ⅰ 4. 担当課|市民課|福祉課|事後",
            ]
        );
    }
}
