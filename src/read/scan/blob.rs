//! Blobs: pixels of ink that hang together.

use super::ink::Ink;
use super::picture::Frame;

/// Pixels of ink that hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blob {
    /// What they cover.
    pub(super) frame: Frame,
    /// How many there are.
    pub(super) pixels: usize,
}

impl Blob {
    /// Several blobs as one.
    pub(super) fn joined(blobs: &[Self]) -> Option<Self> {
        let join =
            |a: Self, b: Self| Self { frame: a.frame.union(b.frame), pixels: a.pixels + b.pixels };
        blobs.iter().copied().reduce(join)
    }
}

/// A run of ink on a row, and its blob.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: usize,
    to: usize,
    blob: usize,
}

/// The blobs of a picture by top edge; pixels that touch at a corner hang together.
pub(super) fn blobs(ink: &Ink) -> Vec<Blob> {
    let mut all: Vec<Blob> = Vec::new();
    let mut parent: Vec<usize> = Vec::new();
    let (mut above, mut here): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
    for y in 0..ink.height {
        std::mem::swap(&mut above, &mut here);
        here.clear();
        let mut first = 0;
        for (from, to) in runs(ink.row(y)) {
            let mut blob = None;
            while above.get(first).is_some_and(|run| run.to < from) {
                first += 1;
            }
            for run in above.iter().skip(first).take_while(|run| run.from <= to) {
                let other = root(&mut parent, run.blob);
                blob = Some(match blob {
                    Some(known) if known != other => {
                        let (into, gone) = (other.min(known), other.max(known));
                        parent[gone] = into;
                        let taken = all[gone];
                        all[into].frame = all[into].frame.union(taken.frame);
                        all[into].pixels += taken.pixels;
                        into
                    }
                    _ => other,
                });
            }
            let frame = Frame { x0: from, y0: y, x1: to, y1: y + 1 };
            let blob = blob.unwrap_or_else(|| {
                parent.push(all.len());
                all.push(Blob { frame, pixels: 0 });
                all.len() - 1
            });
            all[blob].frame = all[blob].frame.union(frame);
            all[blob].pixels += to - from;
            here.push(Run { from, to, blob });
        }
    }
    let whole = (0..all.len()).filter(|i| parent[*i] == *i).map(|i| all[i]);
    let mut whole: Vec<Blob> = whole.collect();
    whole.sort_unstable_by_key(|blob| (blob.frame.y0, blob.frame.x0));
    whole
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

/// The runs of ink of a row.
fn runs(row: &[bool]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + row.get(at..)?.iter().position(|black| *black)?;
        let length = row[from..].iter().position(|black| !black).unwrap_or(row.len() - from);
        at = from + length;
        Some((from, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_is_one_blob() {
        let rows = ["#..#.....", "#..#..##.", ".##...##.", "........#", "#........"];
        let black = rows.iter().flat_map(|row| row.bytes().map(|b| b == b'#')).collect();
        let found = blobs(&Ink { width: 9, height: 5, black });
        let sizes: Vec<(usize, usize)> = found.iter().map(|b| (b.frame.x0, b.pixels)).collect();
        assert_eq!(sizes, [(0, 6), (6, 5), (0, 1)]);
    }
}
