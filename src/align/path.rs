//! The best way through a document: which candidate is which label, as a whole (Viterbi).
//!
//! A state is the slot whose value is being read. Taking a candidate gains what [`super::label`] says
//! of it and costs what the step from slot to slot is worth; leaving it as text is free.

use super::label::{Candidate, Numbered};
use super::sheet::Sheet;
use super::unlabelled::Unlabelled;
use crate::budget;
use crate::form::{Form, NodeKind, Role, Slot};

/// A label on the best way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) slot: usize,
    /// The label; `None` where the value stands without one.
    pub(super) label: Option<Candidate>,
    /// Folded byte where the label (the value, without a label) starts.
    pub(super) start: usize,
    /// Folded byte where the value may start.
    pub(super) end: usize,
}

/// Slots that are looked at in one step.
const SLOTS: usize = 16;

/// The best way, and what it is worth.
pub(super) fn best(
    sheet: &Sheet,
    form: &Form,
    candidates: &[Candidate],
    unlabelled: &[Unlabelled],
) -> (Vec<Step>, f32) {
    let mut walk = Walk::new(form);
    let mut rows = unlabelled.iter().peekable();
    let mut from = 0;
    while from < candidates.len() || rows.peek().is_some() {
        let next = candidates.get(from).map_or(usize::MAX, |c| c.start);
        let row = rows.peek().map_or(usize::MAX, |row| row.start);
        let position = next.min(row);
        walk.arrive(position);
        let to = from + candidates[from..].iter().take_while(|c| c.start == position).count();
        let mut moves: Vec<Move> = candidates[from..to].iter().map(|c| walk.take(c)).collect();
        if row == position
            && let Some(row) = rows.next()
        {
            walk.skip_label(sheet, row, &mut moves);
        }
        walk.depart(moves);
        from = to;
    }
    walk.finish()
}

/// A move to a slot: its score, its step, and the move before it.
#[derive(Clone, Copy)]
struct Move {
    score: f32,
    step: Step,
    before: usize,
}

const START: usize = usize::MAX;

struct Walk<'f> {
    form: &'f Form,
    costs: Costs,
    /// For each slot the best score with it as the current one …
    best: Vec<f32>,
    /// … and the move that led to it.
    led: Vec<usize>,
    /// The slot of the highest of these scores.
    top: usize,
    /// Score of the empty way.
    start: f32,
    moves: Vec<Move>,
    /// Moves made whose label has not ended yet.
    pending: Vec<usize>,
}

impl<'f> Walk<'f> {
    fn new(form: &'f Form) -> Self {
        Self {
            form,
            costs: Costs::new(form),
            best: vec![f32::NEG_INFINITY; form.slots.len()],
            led: vec![START; form.slots.len()],
            top: 0,
            start: 0.0,
            moves: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// Lets the moves take effect whose label ends at or before `position`.
    fn arrive(&mut self, position: usize) {
        budget::steps(self.pending.len() / SLOTS);
        let (moves, best, led) = (&self.moves, &mut self.best, &mut self.led);
        let top = &mut self.top;
        self.pending.retain(|&at| {
            let made = &moves[at];
            let due = made.step.end <= position;
            if due && made.score > best[made.step.slot] {
                (best[made.step.slot], led[made.step.slot]) = (made.score, at);
                if made.score > best[*top] {
                    *top = made.step.slot;
                }
            }
            !due
        });
    }

    fn depart(&mut self, moves: Vec<Move>) {
        for made in moves {
            if made.score > f32::NEG_INFINITY {
                budget::take(size_of::<Move>());
                self.pending.push(self.moves.len());
                self.moves.push(made);
            }
        }
    }

    /// The best way to take a candidate.
    fn take(&self, candidate: &Candidate) -> Move {
        budget::steps(self.best.len() / SLOTS);
        let to = candidate.slot;
        let far = |from: usize, cost: f32| {
            let next = from < to && cost <= NEAR;
            if candidate.crammed && !next { cost + CRAMMED } else { cost }
        };
        let mut score = self.start - far(to, self.costs.first(to));
        let mut before = START;
        // No step gains: what is below what the step from the highest leads to cannot be the best.
        let least = self.best[self.top] - far(self.top, self.costs.step(self.form, self.top, to));
        for (slots, best) in (0..).step_by(SLOTS).zip(self.best.chunks(SLOTS)) {
            // Most slots can lead to nothing better: so many are told in one step.
            let may_be = |reached: f32| (reached > score) & (reached >= least);
            if !best.iter().fold(false, |any, reached| any | may_be(*reached)) {
                continue;
            }
            for (from, &reached) in (slots..).zip(best) {
                if reached <= score || reached < least {
                    continue;
                }
                let value = reached - far(from, self.costs.step(self.form, from, to));
                if value > score {
                    (score, before) = (value, self.led[from]);
                }
            }
        }
        let step =
            Step { slot: to, label: Some(*candidate), start: candidate.start, end: candidate.end };
        let gain =
            if candidate.number == Numbered::Range { candidate.gain - 0.5 } else { candidate.gain };
        Move { score: score + gain, step, before }
    }

    /// The ways to read a row without a label as the value of the next slot.
    fn skip_label(&self, sheet: &Sheet, row: &Unlabelled, moves: &mut Vec<Move>) {
        budget::steps(self.best.len() / SLOTS);
        for (from, (&reached, &before)) in self.best.iter().zip(&self.led).enumerate() {
            if reached == f32::NEG_INFINITY {
                continue;
            }
            let Some(to) = self.costs.next_value[from] else { continue };
            let Some(mut gain) = row.gain(sheet, self.form, to) else { continue };
            let mut step = Step { slot: to, label: None, start: row.start, end: row.start + 1 };
            if row.label_end > row.start {
                let kinship = row.kinship(sheet, self.form, to);
                if kinship < LEAST_KINSHIP {
                    continue;
                }
                gain += 2.0 * kinship;
                step.label = Some(Candidate::unknown(row.start, row.label_end, to, kinship));
                step.end = row.label_end;
            }
            moves.push(Move { score: reached + gain, step, before });
        }
    }

    fn finish(mut self) -> (Vec<Step>, f32) {
        self.arrive(usize::MAX);
        let mut at = START;
        let mut score = self.start;
        for (&reached, &last) in self.best.iter().zip(&self.led) {
            if reached > score {
                (score, at) = (reached, last);
            }
        }
        let mut steps = Vec::new();
        while let Some(made) = self.moves.get(at) {
            steps.push(made.step);
            at = made.before;
        }
        steps.reverse();
        (steps, score)
    }
}

/// What steps between slots cost.
struct Costs {
    /// Sum of what it costs to leave out the slots before each slot, those of a repeat as a whole.
    skipped: Vec<f32>,
    /// The same with each slot of a repeat for itself: for steps within one.
    skipped_within: Vec<f32>,
    /// For each slot the next one that has a value.
    next_value: Vec<Option<usize>>,
}

/// An unknown label has at least this much of the wording of the label it is taken for.
const LEAST_KINSHIP: f32 = 0.3;

/// What a label costs that shares its cell with other lines where others do not, unless it is one
/// of the next in order.
const CRAMMED: f32 = 3.0;
/// A step that costs no more than this is to one of the next in order.
const NEAR: f32 = 0.5;

/// What it costs to go back from a table.
const LEAVING_TABLE: f32 = 2.0;

/// The most that leaving out slots may cost: whole pages get lost.
const MOST_SKIPPED: f32 = 4.0;

impl Costs {
    fn new(form: &Form) -> Self {
        let (mut skipped, mut skipped_within) = (vec![0.0], vec![0.0]);
        let (mut sum, mut sum_within) = (0.0, 0.0);
        for slot in form.slots.iter() {
            sum += if slot.head.is_some() { 0.03 } else { weight(slot) };
            sum_within += weight(slot);
            skipped.push(sum);
            skipped_within.push(sum_within);
        }
        let (mut next_value, mut next) = (vec![None; form.slots.len()], None);
        for (from, slot) in form.slots.iter().enumerate().rev() {
            next_value[from] = next.filter(|&to: &usize| form.slots[to].section == slot.section);
            if slot.role == Role::Value {
                next = Some(from);
            }
        }
        Self { skipped, skipped_within, next_value }
    }

    fn first(&self, to: usize) -> f32 {
        self.skipped[to].min(MOST_SKIPPED)
    }

    fn step(&self, form: &Form, from: usize, to: usize) -> f32 {
        if to > from {
            let within =
                form.slots[from].head.is_some() && form.slots[from].head == form.slots[to].head;
            let sums = if within { &self.skipped_within } else { &self.skipped };
            return (sums[to] - sums[from + 1]).min(MOST_SKIPPED);
        }
        back(form, from, to)
    }
}

/// What it costs to leave a slot out.
fn weight(slot: &Slot) -> f32 {
    match slot.role {
        Role::Title | Role::Contents | Role::Head => 0.05,
        _ if slot.optional => 0.1,
        Role::Column => 0.1,
        Role::Section { .. } => 0.3,
        Role::Group => 0.2,
        Role::Value => match slot.node.as_ref().map(|node| node.kind) {
            Some(NodeKind::Text) => 0.35,
            _ => 0.4,
        },
    }
}

/// What going back costs: little to a numbered head or a repeated section, much otherwise.
fn back(form: &Form, from: usize, to: usize) -> f32 {
    let (left, entered) = (&form.slots[from], &form.slots[to]);
    let leaving_table = if left.role == Role::Column { LEAVING_TABLE } else { 0.0 };
    let same = from == to;
    leaving_table
        + match entered.role {
            Role::Head if left.head == Some(to) => 0.0,
            Role::Head if same => 0.0,
            Role::Head if left.section == entered.section => 2.0,
            Role::Section { repeat: true } => 0.8,
            Role::Section { .. } if left.section == to => 0.8,
            Role::Section { .. } => 3.0,
            Role::Column if left.role == Role::Column && !same => 0.5,
            Role::Value if is_cover(form, from) && is_cover(form, to) && !same => 1.2,
            Role::Title if is_cover(form, from) => 1.2,
            Role::Contents | Role::Title => 6.0,
            _ if first_of_section(form, to) => 2.5,
            _ if after_heading_again(form, from, to) => 1.5,
            Role::Group => 5.5,
            _ if left.head.is_some() && left.head == entered.head => 3.5,
            _ => 7.0,
        }
}

/// Whether a slot stands on the cover, whose labels are all different: their order tells little.
fn is_cover(form: &Form, slot: usize) -> bool {
    form.slots[slot].section <= 1
}

fn first_of_section(form: &Form, slot: usize) -> bool {
    matches!(form.slots[form.slots[slot].section].role, Role::Section { repeat: true })
        && slot == form.slots[slot].section + 1
}

/// A section with a single label, printed on each of its pages.
fn after_heading_again(form: &Form, from: usize, to: usize) -> bool {
    let section = form.slots[to].section;
    form.slots[from].section == section
        && to == section + 1
        && form.slots.get(to + 1).is_none_or(|next| next.section != section)
}
