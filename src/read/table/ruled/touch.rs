//! Which segments touch: those of one table do.

use super::segment::Segment;
use crate::read::numbers::ruled::touch::{MOST_PAIRS, TOUCH};

/// Horizontal and vertical segments that touch each other.
pub(crate) type Group = (Vec<Segment>, Vec<Segment>);

/// The segments that touch each other, together.
pub(crate) fn groups(across: &[Segment], down: &[Segment]) -> Vec<Group> {
    let mut sets = Sets::new(across.len() + down.len());
    let mut pairs = 0usize;
    for (i, v) in down.iter().enumerate() {
        let first = across.partition_point(|h| h.at < v.from - TOUCH);
        let last = across.partition_point(|h| h.at <= v.to + TOUCH);
        pairs += last.saturating_sub(first);
        if pairs > MOST_PAIRS {
            return Vec::new();
        }
        for (j, h) in across.iter().enumerate().take(last).skip(first) {
            if h.from - TOUCH <= v.at && v.at <= h.to + TOUCH {
                sets.join(across.len() + i, j);
            }
        }
    }
    let mut place = vec![usize::MAX; across.len() + down.len()];
    let mut all: Vec<Group> = Vec::new();
    for i in 0..place.len() {
        let root = sets.root(i);
        if place[root] == usize::MAX {
            place[root] = all.len();
            all.push(Group::default());
        }
        let group = &mut all[place[root]];
        match i.checked_sub(across.len()) {
            None => group.0.push(across[i]),
            Some(i) => group.1.push(down[i]),
        }
    }
    all
}

/// Disjoint sets.
pub(crate) struct Sets(Vec<usize>);

impl Sets {
    /// Each in a set of its own.
    pub(crate) fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    /// What stands for the set of one.
    pub(crate) fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    /// Makes one set of two.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_touch_are_one_group() {
        let line = |at, from, to| Segment { at, from, to };
        let across = [line(0.0, 0.0, 50.0), line(20.0, 0.0, 50.0), line(100.0, 0.0, 50.0)];
        let down = [line(0.0, 0.0, 20.0), line(60.0, 0.0, 20.0)];
        let sizes: Vec<_> =
            groups(&across, &down).iter().map(|(a, d)| (a.len(), d.len())).collect();
        assert_eq!(sizes, [(2, 1), (1, 0), (0, 1)]);
    }
}
