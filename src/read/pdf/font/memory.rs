//! How much memory a font takes.

use super::cmap::CMap;
use super::{Coding, Composite, Font, Kind, Simple};
use crate::read::pdf::file::memory;

impl Font {
    /// How much memory it takes at first.
    pub(super) fn bytes(&self) -> usize {
        let maps = self.unicode.as_ref().map_or(0, CMap::bytes) + self.kind.bytes();
        size_of::<Self>() + maps + self.widths.bytes()
    }
}

impl Kind {
    fn bytes(&self) -> usize {
        let (own, program) = match self {
            Self::Simple(font) => (size_of::<Simple>() + font.names.bytes(), &font.program),
            Self::Composite(font) => {
                let map = font.glyph_map.as_ref().map_or(0, Vec::len);
                (size_of::<Composite>() + map + font.coding.bytes(), &font.program)
            }
        };
        own + program.descriptor.as_ref().map_or(0, memory::bytes_of_dict)
    }
}

impl Coding {
    fn bytes(&self) -> usize {
        match self {
            Self::Predefined(_) => 0,
            Self::Own(maps, _) => maps.iter().map(CMap::bytes).sum(),
        }
    }
}
