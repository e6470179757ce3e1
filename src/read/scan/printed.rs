//! Pages that are pictures as people see them: to be shown beside what was read from them.

use super::picture::{Pages, Picture};
use png::{BitDepth, ColorType, Compression, Encoder};

/// Resolution of what is shown, in dots per inch: small print can be read, a page is some 100 kB.
const SHOWN: f32 = 110.0;
/// So many pixels of the page, across and down, make one that is shown.
const FINER: usize = 2;

/// Of the pages with these numbers (from 1) the number, width and height in points, and the picture (PNG, ISO/IEC 15948,
/// 16 shades of grey). A page that cannot be drawn is left out.
pub(crate) fn printed(bytes: &[u8], numbers: &[u32]) -> Vec<(u32, (f32, f32), Vec<u8>)> {
    let Some(pages) = Pages::open(bytes).filter(|_| !numbers.is_empty()) else { return Vec::new() };
    let drawn = |number: &u32| {
        let index = usize::try_from(*number).ok()?.checked_sub(1)?;
        let (picture, scale) = pages.picture_at(index, SHOWN * FINER as f32)?;
        let size = (picture.width as f32 / scale, picture.height as f32 / scale);
        Some((*number, size, png(&halved(&picture))?))
    };
    numbers.iter().filter_map(drawn).collect()
}

/// Each pixel the mean of those that it stands for.
fn halved(picture: &Picture) -> Picture {
    let (width, height) = (picture.width / FINER, picture.height / FINER);
    let mean = |at: usize| {
        let (x, y) = (at % width * FINER, at / width * FINER);
        let rows = (y..y + FINER).filter_map(|y| picture.row(y).get(x..x + FINER));
        let sum: usize = rows.flatten().map(|grey| usize::from(*grey)).sum();
        u8::try_from(sum / (FINER * FINER)).unwrap_or(u8::MAX)
    };
    Picture { width, height, grey: (0..width * height).map(mean).collect() }
}

fn png(picture: &Picture) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let side = |length: usize| u32::try_from(length).ok();
    let mut encoder = Encoder::new(&mut out, side(picture.width)?, side(picture.height)?);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Four);
    encoder.set_compression(Compression::High);
    // A row begins with a byte of its own.
    let pair = |pair: &[u8]| match pair {
        [left, right, ..] => left & 0xF0 | right >> 4,
        [left] => left & 0xF0,
        [] => 0,
    };
    let rows = (0..picture.height).flat_map(|y| picture.row(y).chunks(2).map(pair));
    let packed: Vec<u8> = rows.collect();
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&packed).ok()?;
    writer.finish().ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_in_shades() {
        let picture = Picture { width: 6, height: 2, grey: [0, 0, 80, 80, 255, 255].repeat(2) };
        let small = halved(&picture);
        assert_eq!((small.width, small.height, small.grey.as_slice()), (3, 1, &[0, 80, 255][..]));
        let packed = png(&small).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(packed)).read_info().unwrap();
        let mut row = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut row).unwrap();
        assert_eq!(row, [0x05, 0xF0]);
        assert!(printed(b"no PDF", &[1]).is_empty());
    }
}
