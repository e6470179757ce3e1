//! Boxes before options.
//!
//! ```text
//! boxes ::= (box option detail?)*
//! box   ::= a mark, in brackets or alone: [`super::notation`]
//! detail ::= "(" text ")"
//! ```
//! A circle, tick or cross in the box, drawn ones too, a checked control or a filled ballot ticks it; so does
//! a ring around the wording. Any other sign in it (U+FFFD, `?`, private use) is a mark that was lost. A bare control (an `<input>`
//! that says nothing) is *not ticked* where the same item shows a ticked notation and no empty
//! bracket; otherwise its state is lost. Two boxes before one option: lost.

use super::notation::{self, Place, Style};
use super::ring::{rings, share};
use crate::fold::{Folded, begins_with, control, fold};
use crate::form::Opt;

/// What a box shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoxState {
    /// `[○]`
    Ticked,
    /// `[ ]`
    Empty,
    /// A control that says nothing.
    Bare,
    /// No box, or several that differ.
    Lost,
    /// A sign or ink that is no mark: what is left of one, perhaps.
    Unread,
}

/// What is printed of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BoxAnswer {
    /// Index of the option.
    pub option: usize,
    /// What its box shows.
    pub state: BoxState,
    /// Ticked, not ticked, or (`None`) unreadable.
    pub ticked: Option<bool>,
    /// Where box and option stand (bytes of the text).
    pub start: usize,
    /// Byte after the option's wording.
    pub end: usize,
    /// The free text in brackets, where the option has one: bytes of the text.
    pub detail: Option<(usize, usize)>,
}

/// A box or an option's wording in the folded text.
#[derive(Clone, Copy, Debug)]
enum Token {
    Box { seen: notation::Seen, start: usize, end: usize },
    Option { option: usize, start: usize, end: usize },
}

/// Which of the notations that elsewhere mean something else an item uses: those that stand right
/// before its options, where no other notation does.
#[must_use]
pub(crate) fn style(text: &str, options: &[Opt]) -> Style {
    let folded = fold(&shown(text));
    let tokens = tokens(&folded, options, Style::ANY);
    let mut style = Style::default();
    let mut firm = false;
    for pair in tokens.windows(2) {
        let [Token::Box { seen, end, .. }, Token::Option { start, .. }] = *pair else { continue };
        if end != start {
            continue;
        }
        let ticked = seen.state == BoxState::Ticked;
        match seen.place {
            Place::Alone => firm = true,
            Place::Bracket => firm |= !seen.filled,
            Place::Bare => style.bare = true,
            Place::Round => style.round |= ticked,
            Place::Corner => style.corner |= ticked,
        }
        style.filled |= seen.filled;
        style.checked |= ticked && seen.control;
        style.empty |=
            seen.state == BoxState::Empty && matches!(seen.place, Place::Bracket | Place::Alone);
    }
    let Style { filled, checked, empty, .. } = style;
    let firmly = Style { filled, checked, empty, ..Style::default() };
    if firm { firmly } else { style }
}

/// A text whose controls count: in comparing they do not. A mark in brackets that is crossed out is lost.
fn shown(text: &str) -> String {
    let closes = |at: usize| text[at..].trim_start().starts_with([']', '］']);
    let shown = |(at, c): (usize, char)| match c {
        control::CROSSED if closes(at + c.len_utf8()) => visible(control::UNREAD),
        _ if control::is_control(c) => visible(c),
        _ => c,
    };
    text.char_indices().map(shown).collect()
}

/// Whether something is drawn over the wording of an option that may choose it, or (if it is chosen) strike it.
fn is_drawn_over(text: &str, start: usize, end: usize, state: BoxState) -> bool {
    let over = |c: char| c == control::CROSSED || c == control::MARKED && state != BoxState::Ticked;
    text.get(start..end).is_some_and(|part| part.contains(over))
        || text.get(end..).is_some_and(|rest| rest.starts_with(over))
}

/// Reads the boxes of an item. Options that are not printed are not in the result; each of the
/// others is in it once.
#[must_use]
pub(crate) fn boxes(text: &str, options: &[Opt], style: Style) -> Vec<BoxAnswer> {
    let shown = shown(text);
    let folded = Folded::new(&shown);
    let tokens = tokens(&folded.text, options, style);
    let mut answers: Vec<BoxAnswer> = Vec::new();
    let rings = rings(text, &folded);
    for (at, token) in tokens.iter().enumerate() {
        if let Token::Option { option, start, end } = *token {
            let (state, from) = state_before(&folded.text, &tokens[..at], start);
            let state = state.ringed(share(&rings, &(start..end)));
            let over = is_drawn_over(text, folded.original(start), folded.original_end(end), state);
            let state = if over { state.and(BoxState::Unread) } else { state };
            let next = tokens.get(at + 1).map_or(folded.text.len(), start_of);
            let detail = options[option]
                .detail
                .then(|| detail(&folded, &shown, end, next, options))
                .flatten();
            let answer = BoxAnswer {
                option,
                state,
                ticked: None,
                start: folded.original(from),
                end: folded.original(end),
                detail,
            };
            merge(&mut answers, answer);
        }
    }
    resolve(&mut answers, style);
    answers.sort_by_key(|answer| answer.option);
    answers
}

/// Whether a mark is one of the stand-ins for controls.
pub(super) fn is_visible_control(mark: &str) -> bool {
    mark.chars().eq([visible(control::BARE)]) || mark.chars().eq([visible(control::CHECKED)])
}

/// Stand-ins of the same length in bytes (3) that folding keeps.
fn visible(c: char) -> char {
    match c {
        control::BARE => '⬚',
        control::UNCHECKED => '□',
        control::UNREAD => '\u{FFFD}',
        control::CHECKED | control::RADIO | control::DRAWN => '⬤',
        _ => c,
    }
}

impl BoxState {
    /// The state of a box that shows another mark as well.
    pub(super) fn and(self, mark: Self) -> Self {
        match (self, mark) {
            (Self::Unread, _) => self,
            (Self::Ticked, Self::Bare | Self::Empty) => self,
            (Self::Bare, Self::Empty) => self,
            _ => mark,
        }
    }

    /// The state of a box with so much of its wording within a ring.
    fn ringed(self, share: f32) -> Self {
        match self {
            Self::Ticked => Self::Ticked,
            _ if share >= 0.8 => Self::Ticked,
            _ if share > 0.2 => Self::Unread,
            _ => self,
        }
    }
}

fn start_of(token: &Token) -> usize {
    match *token {
        Token::Box { start, .. } | Token::Option { start, .. } => start,
    }
}

fn tokens(folded: &str, options: &[Opt], style: Style) -> Vec<Token> {
    let mut wordings: Vec<(&str, usize)> = Vec::new();
    for (at, option) in options.iter().enumerate() {
        wordings.extend(option.wordings().iter().map(|wording| (&**wording, at)));
    }
    wordings.sort_by_key(|(wording, at)| (std::cmp::Reverse(wording.len()), *at));
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut after_box = true;
    while at < folded.len() {
        let rest = &folded[at..];
        if let Some(seen) =
            notation::read(rest, style).filter(|_| !is_detail(&found, rest, options, at))
        {
            found.push(Token::Box { seen, start: at, end: at + seen.length });
            at += seen.length;
            after_box = true;
        } else if let Some((option, length)) =
            wording_at(rest, &wordings, after_box || is_behind_option(&found, at), &found)
        {
            found.push(Token::Option { option, start: at, end: at + length });
            at += length;
            after_box = false;
        } else if let Some(torn) = torn_at(rest, &wordings, style) {
            let (start, end) = (at + torn.cut, at + torn.cut + torn.seen.length);
            found.push(Token::Box { seen: torn.seen, start, end });
            at += torn.seen.length + torn.length;
            found.push(Token::Option { option: torn.option, start: end, end: at });
            after_box = false;
        } else {
            if after_box && let Some((option, length)) = similar_at(rest, &wordings) {
                found.push(Token::Option { option, start: at, end: at + length });
                at += length;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
            after_box = false;
        }
    }
    found
}

/// An option's wording at the start of the text: right behind a box, or where options without boxes
/// may stand (never inside another option's free text).
fn wording_at(
    rest: &str,
    wordings: &[(&str, usize)],
    after_box: bool,
    found: &[Token],
) -> Option<(usize, usize)> {
    let (wording, option) = wordings.iter().find(|(wording, _)| begins_with(rest, wording))?;
    let boxed = found.iter().any(|token| matches!(token, Token::Box { .. }));
    (after_box || (!boxed && wording.chars().count() > 3)).then_some((*option, wording.len()))
}

/// An option before whose last line its box stands: `庁内連携[○]システム`.
struct Torn {
    option: usize,
    /// The bytes of its wording, and those before the box.
    length: usize,
    cut: usize,
    seen: notation::Seen,
}

/// The option whose wording, but for brackets within it, begins the text.
fn torn_at(rest: &str, wordings: &[(&str, usize)], style: Style) -> Option<Torn> {
    wordings.iter().find_map(|(wording, option)| {
        let pairs = wording.chars().zip(rest.chars());
        let cut = pairs.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let (_, tail) = wording.split_at_checked(cut).filter(|(head, _)| !head.is_empty())?;
        let seen = notation::read(&rest[cut..], style)?;
        let goes_on = !tail.is_empty() && rest[cut + seen.length..].starts_with(tail);
        (seen.place == Place::Bracket && goes_on).then_some(Torn {
            option: *option,
            length: wording.len(),
            cut,
            seen,
        })
    })
}

/// The one option that the text up to the next box or bracket is like.
fn similar_at(rest: &str, wordings: &[(&str, usize)]) -> Option<(usize, usize)> {
    let end = rest
        .char_indices()
        .skip(1)
        .find(|(_, c)| matches!(c, '[' | '⬚' | '⬤' | '☑' | '□' | '■' | '('))
        .map_or(rest.len(), |(at, _)| at);
    let label: String = rest[..end].chars().take(60).collect();
    let mut best: Vec<(f32, usize)> =
        wordings.iter().map(|(wording, at)| (super::likeness(&label, wording), *at)).collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let &(first, option) = best.first()?;
    let second = best.iter().find(|(_, other)| *other != option).map_or(0.0, |(like, _)| *like);
    (first >= 0.65 && first - second >= 0.1).then_some((option, label.len()))
}

/// Right behind an option stands the next one, whose box is lost or was never written.
fn is_behind_option(found: &[Token], at: usize) -> bool {
    matches!(found.last(), Some(Token::Option { end, .. }) if *end == at)
}

/// Whether an empty round bracket is the place of the free text of the option before it.
fn is_detail(found: &[Token], rest: &str, options: &[Opt], at: usize) -> bool {
    let last = match found.last() {
        Some(Token::Option { option, end, .. }) if *end == at => options.get(*option),
        _ => None,
    };
    rest.starts_with("()") && last.is_some_and(|option| option.detail)
}

/// What the boxes right before an option show, and where the first of them starts.
fn state_before(folded: &str, tokens: &[Token], start: usize) -> (BoxState, usize) {
    let mut found: Option<BoxState> = None;
    let mut from = start;
    for token in tokens.iter().rev() {
        let Token::Box { seen, start: box_start, end } = *token else { break };
        if !folded[end..from].is_empty() {
            break;
        }
        found = Some(found.map_or(seen.state, |_| BoxState::Lost));
        from = box_start;
    }
    (found.unwrap_or(BoxState::Lost), from)
}

/// The free text behind an option: without its brackets, empty ones in front skipped, the heading of
/// the next group cut off.
fn detail(
    folded: &Folded,
    text: &str,
    from: usize,
    to: usize,
    options: &[Opt],
) -> Option<(usize, usize)> {
    let mut end = to;
    for group in options.iter().filter_map(|option| option.group.as_ref()) {
        let heading = format!("・{}", fold(group));
        if let Some(cut) = folded.text[from..end].rfind(&heading)
            && from + cut + heading.len() == end
        {
            end = from + cut;
        }
    }
    let (start, end) = (folded.original_end(from), folded.original(end));
    let mut inner = text.get(start..end)?;
    let opened = loop {
        let opened = inner.trim_start().strip_prefix(['(', '（'])?;
        match opened.trim_start().strip_prefix([')', '）']) {
            Some(rest) => inner = rest,
            None => break opened,
        }
    };
    let start = end - opened.len();
    let body = opened.trim_end();
    let body = body.strip_suffix([')', '）']).unwrap_or(body);
    let from = start + body.len() - body.trim_start().len();
    let to = start + body.trim_end().len();
    (from < to).then_some((from, to))
}

/// An option that is printed twice over is one: what both show, if they agree or one shows nothing.
fn merge(answers: &mut Vec<BoxAnswer>, answer: BoxAnswer) {
    let Some(known) = answers.iter_mut().find(|known| known.option == answer.option) else {
        answers.push(answer);
        return;
    };
    if known.state == BoxState::Lost {
        let detail = known.detail.or(answer.detail);
        *known = BoxAnswer { detail, ..answer };
    } else if known.state != answer.state && answer.state != BoxState::Lost {
        known.state = BoxState::Lost;
    }
    known.detail = known.detail.or(answer.detail);
}

fn resolve(answers: &mut [BoxAnswer], style: Style) {
    let shows = |state| answers.iter().any(|answer| answer.state == state);
    let said = shows(BoxState::Ticked) || style.controls_say();
    let bare_is_empty = said && !shows(BoxState::Empty);
    for answer in answers {
        answer.ticked = match answer.state {
            BoxState::Ticked => Some(true),
            BoxState::Empty => Some(false),
            BoxState::Bare if bare_is_empty => Some(false),
            BoxState::Bare | BoxState::Lost | BoxState::Unread => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::List;

    fn options(labels: &[&str]) -> Vec<Opt> {
        labels
            .iter()
            .map(|label| {
                let mut option =
                    Opt::new(label.trim_end_matches('+').to_owned().into(), List::default());
                option.detail = label.ends_with('+');
                option
            })
            .collect()
    }

    fn read(text: &str) -> Vec<(usize, Option<bool>, String)> {
        let text = text
            .replace("<bare>", &control::BARE.to_string())
            .replace("<checked>", &control::CHECKED.to_string());
        let options = options(&["専用線", "紙", "電子メール", "その他+"]);
        boxes(&text, &options, style(&text, &options))
            .into_iter()
            .map(|a| {
                let detail = a.detail.map(|(s, e)| text[s..e].to_owned()).unwrap_or_default();
                (a.option, a.ticked, detail)
            })
            .collect()
    }

    fn states(text: &str) -> Vec<Option<bool>> {
        read(text).into_iter().map(|(_, ticked, _)| ticked).collect()
    }

    #[test]
    fn brackets() {
        assert_eq!(
            states("[○] 専用線 [ ] 紙 [] 電子メール [O] その他 ()"),
            [Some(true), Some(false), Some(false), Some(true)]
        );
        assert_eq!(states("［　○　］ 専用線\n[\n〇\n]\n紙"), [Some(true), Some(true)]);
        assert_eq!(states("☑専用線 □紙 ■電子メール"), [Some(true), Some(false), Some(true)]);
        assert_eq!(states("[●] 専用線 [○] 紙"), [Some(true), Some(false)]);
        assert_eq!(states("[●] 専用線 [ ] 紙 [○] その他"), [Some(true), Some(false), Some(true)]);
    }

    #[test]
    fn a_box_may_stand_before_the_last_line_of_its_option() {
        assert_eq!(
            states("[ ] 専用線\n電子\n[○] メール\n[ ] その他 ()"),
            [Some(false), Some(true), Some(false)]
        );
        assert_eq!(states("[○] 専用線\n[ ] 電子\nメール"), [Some(true), Some(false)]);
        assert_eq!(states("[○] 専用線\n電子 [ ] 紙"), [Some(true), Some(false)]);
    }

    #[test]
    fn bare_controls_depend_on_their_neighbours() {
        assert_eq!(states("[<bare>] 専用線 [<bare>] 紙"), [None, None]);
        assert_eq!(states("[<bare>] 専用線 [<checked>] 紙"), [Some(false), Some(true)]);
        assert_eq!(
            states("<bare> 専用線 [] 紙 [<checked>] 電子メール"),
            [None, Some(false), Some(true)]
        );
        assert_eq!(states("<bare> [ ] 専用線 [○] 紙"), [None, Some(true)]);
    }

    #[test]
    fn details_lose_only_their_own_brackets() {
        let detail = |text: &str| read(text).pop().map(|(_, _, detail)| detail).unwrap();
        assert_eq!(detail("[○] その他 ( 東京都(本庁)、国 )"), "東京都(本庁)、国");
        assert_eq!(detail("[○] その他 () (申請、紙)"), "申請、紙");
        assert_eq!(detail("[ ] その他 （　　）"), "");
        assert_eq!(detail("[○] その他 (専用線による)"), "専用線による");
    }

    #[test]
    fn notations_that_mean_something_else_elsewhere_count_where_they_are_used() {
        assert_eq!(states("●専用線 ○紙"), [Some(true), Some(false)]);
        assert_eq!(
            states("（○）専用線 （　）紙 ( )その他（　）"),
            [Some(true), Some(false), Some(false)]
        );
        assert_eq!(states("【○】専用線 【　】紙"), [Some(true), Some(false)]);
        assert_eq!(states("○専用線 紙"), [Some(true), None]);
        assert_eq!(states("[ ] 専用線 [○] 紙 電子メール"), [Some(false), Some(true), None]);
    }

    #[test]
    fn slips_of_the_pen_are_matched_when_unique() {
        assert_eq!(states("[○] 電子メイル [ ] 専用緑"), [Some(false), Some(true)]);
    }
}
