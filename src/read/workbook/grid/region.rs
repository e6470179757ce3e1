//! What the borders of a grid part.

use super::{Grid, NONE, Position};

/// What borders enclose: the blocks in it, and its bounds.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) first: Position,
    pub(super) last: Position,
    pub(super) positions: usize,
    pub(super) blocks: Vec<usize>,
}

impl Grid {
    /// The regions that borders part, each position of the grid in one of them.
    pub(super) fn regions(&self) -> Vec<Region> {
        let mut region_of = vec![NONE; self.owner.len()];
        let mut regions: Vec<Region> = Vec::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                if region_of[self.at((row, column))] == NONE {
                    let id = regions.len();
                    regions.push(self.flood((row, column), id, &mut region_of));
                }
            }
        }
        for (i, block) in self.blocks.iter().enumerate() {
            if let Some(region) = regions.get_mut(region_of[self.at(block.first)]) {
                region.blocks.push(i);
            }
        }
        regions
    }

    fn flood(&self, start: Position, id: usize, region_of: &mut [usize]) -> Region {
        let mut region = Region { first: start, last: start, positions: 0, blocks: Vec::new() };
        let mut open = vec![start];
        region_of[self.at(start)] = id;
        while let Some((row, column)) = open.pop() {
            region.positions += 1;
            region.first = (region.first.0.min(row), region.first.1.min(column));
            region.last = (region.last.0.max(row), region.last.1.max(column));
            let here = self.at((row, column));
            let mut step = |next: Position, drawn: bool| {
                let there = self.at(next);
                let same = self.owner[here] != NONE && self.owner[here] == self.owner[there];
                if region_of[there] == NONE && (same || !drawn) {
                    region_of[there] = id;
                    open.push(next);
                }
            };
            if column > 0 {
                step((row, column - 1), self.left[here]);
            }
            if column + 1 < self.columns {
                step((row, column + 1), self.left[here + 1]);
            }
            if row > 0 {
                step((row - 1, column), self.top[here]);
            }
            if row + 1 < self.rows {
                step((row + 1, column), self.top[self.at((row + 1, column))]);
            }
        }
        region
    }

    /// Whether a region is a rectangle with lines along at least three of its sides.
    pub(super) fn is_enclosed(&self, first: Position, last: Position, positions: usize) -> bool {
        let ((top, left), (bottom, right)) = (first, last);
        if positions != (bottom - top + 1) * (right - left + 1) {
            return false;
        }
        let beside = |column: usize| (top..=bottom).all(|row| self.left[self.at((row, column))]);
        let along = |row: usize| (left..=right).all(|column| self.top[self.at((row, column))]);
        let sides = [beside(left), beside(right + 1), along(top), along(bottom + 1)];
        sides.iter().filter(|drawn| **drawn).count() >= 3
    }
}
