//! The way back from a text that was made out of another, character by character, to where each byte came from.

/// Where the bytes of a made text came from: a number for each would take longer to write than the text does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    stretches: Vec<Stretch>,
}

/// Characters one behind the other, each of which was as many bytes and became as many. It reaches to the next one.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// Its first byte in the made text.
    start: u32,
    /// The first byte of its first character in the original.
    from: u32,
    /// Bytes of each character in the made text, 1 to 4.
    bytes: u8,
    /// Bytes of each character in the original, 1 to 4.
    width: u8,
}

impl Trail {
    /// From byte `start` on, the made text has characters of `bytes` bytes each, the first of which was `width` bytes
    /// at `from`.
    pub(crate) fn add(&mut self, start: usize, bytes: usize, from: usize, width: usize) {
        let (start, from) = (number(start), number(from));
        let goes_on = self.stretches.last().is_some_and(|last| {
            let is_alike = (usize::from(last.bytes), usize::from(last.width)) == (bytes, width);
            let made = u64::from(start - last.start) * width as u64;
            is_alike && made + u64::from(last.from) * bytes as u64 == u64::from(from) * bytes as u64
        });
        if !goes_on {
            self.stretches.push(Stretch { start, from, bytes: bytes as u8, width: width as u8 });
        }
    }

    /// Forgets where the bytes from `start` on came from.
    pub(crate) fn cut(&mut self, start: usize) {
        let kept = self.stretches.partition_point(|stretch| (stretch.start as usize) < start);
        self.stretches.truncate(kept);
    }

    /// The bytes of the original's character that a byte of the made text came from; 0 to 0 where nothing is known.
    pub(crate) fn origin(&self, byte: usize) -> std::ops::Range<usize> {
        let after = self.stretches.partition_point(|stretch| stretch.start as usize <= byte);
        let Some(stretch) = after.checked_sub(1).and_then(|at| self.stretches.get(at)) else {
            return 0..0;
        };
        let before = (byte - stretch.start as usize) / usize::from(stretch.bytes.max(1));
        let from = stretch.from as usize + before * usize::from(stretch.width);
        from..from + usize::from(stretch.width)
    }

    /// The first byte of the made text, of so many bytes, whose character stood at byte `offset` of the original or
    /// later.
    pub(crate) fn position(&self, offset: usize, length: usize) -> usize {
        let after = self.stretches.partition_point(|stretch| (stretch.from as usize) < offset);
        let end = self.stretches.get(after).map_or(length, |next| next.start as usize);
        let Some(stretch) = after.checked_sub(1).and_then(|at| self.stretches.get(at)) else {
            return end;
        };
        let before = (offset - stretch.from as usize).div_ceil(usize::from(stretch.width.max(1)));
        end.min(stretch.start as usize + before * usize::from(stretch.bytes))
    }
}

fn number(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_leads_back_to_its_character() {
        // "介護12" out of "介護　１２": a blank is left out, two characters of three bytes become one byte each.
        let mut trail = Trail::default();
        trail.add(0, 3, 0, 3);
        trail.add(3, 3, 3, 3);
        trail.add(6, 1, 9, 3);
        trail.add(7, 1, 12, 3);
        assert_eq!(trail.stretches.len(), 2);
        let origins: Vec<usize> = (0..8).map(|byte| trail.origin(byte).start).collect();
        assert_eq!(origins, [0, 0, 0, 3, 3, 3, 9, 12]);
        assert_eq!(trail.origin(7), 12..15);
        assert_eq!([0, 1, 3, 6, 9, 10, 13].map(|at| trail.position(at, 8)), [0, 3, 3, 6, 6, 7, 8]);
        trail.cut(6);
        trail.add(6, 3, 15, 3);
        assert_eq!(trail.origin(6), 15..18);
        assert_eq!(Trail::default().origin(3), 0..0);
        assert_eq!(Trail::default().position(3, 5), 5);
    }
}
