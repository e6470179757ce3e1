use super::*;
use crate::read::page::sample::Sample;
use crate::read::pages::rows;

fn texts(page: &Page) -> Vec<String> {
    let read = rows(std::slice::from_ref(page));
    read.rows.iter().flat_map(|row| &row.cells).map(|cell| shown(&cell.text)).collect()
}

fn shown(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            control::DRAWN => '✓',
            control::UNREAD => '■',
            control::RING => '«',
            control::RING_END => '»',
            _ => c,
        })
        .collect()
}

#[test]
fn a_circle_is_no_ring_around_what_has_no_width() {
    let mut page = form().text(17.0, 26.0, 10.0, "○").text(150.0, 26.0, 10.0, "紙").page();
    let last = page.glyphs.last_mut().unwrap();
    last.area.x1 = last.area.x0;
    let glyphs = Glyphs::new(&page);
    let circle = page.glyphs.len() - 2;
    assert_eq!(page.text_of(&page.glyphs[circle]), "○");
    assert!(glyphs.about(page.glyphs[circle].area).count() > 1);
    assert!(texts(&page)[0].starts_with("[○"), "{:?}", texts(&page));
}

fn form() -> Sample {
    Sample::new(200.0, 100.0).grid(&[10.0, 190.0], &[10.0, 60.0]).text(12.0, 20.0, 10.0, "[  ]紙")
}

fn ink(kind: InkKind, x0: f32, y0: f32, x1: f32, y1: f32) -> Ink {
    let area = Area { x0, y0, x1, y1 };
    Ink { kind, area, order: 1, color: [0; 3], opacity: 1.0 }
}

#[test]
fn ink_between_brackets_is_a_mark() {
    for kind in [InkKind::Ring, InkKind::Stroke, InkKind::Fill, InkKind::Picture] {
        let page = form().ink(ink(kind, 18.0, 18.0, 27.0, 31.0)).page();
        assert_eq!(texts(&page), ["[✓  ]紙"], "{kind:?}");
    }
    let white = Ink { color: [255; 3], ..ink(InkKind::Fill, 18.0, 20.0, 26.0, 30.0) };
    assert_eq!(texts(&form().ink(white).page()), ["[  ]紙"]);
}

#[test]
fn a_mark_lower_than_its_brackets_belongs_to_them() {
    for low in [0.0, 3.0, 6.0, 9.0, 12.0, 18.0] {
        let page = form().text(17.0, 20.0 + low, 10.0, "○").page();
        assert!(texts(&page)[0].starts_with("[○"), "{low} {:?}", texts(&page));
    }
    let text = form().text(17.0, 36.0, 10.0, "○申請").page();
    assert_eq!(texts(&text), ["[  ]紙\n○申請"]);
}

#[test]
fn marks_between_two_lines_of_brackets_are_told_by_the_others() {
    let read = |low: f32, last: bool| {
        let mut page = form().text(12.0, 36.0, 10.0, "[  ]円").text(17.0, 20.0 + low, 10.0, "○");
        if last {
            page = page.text(17.0, 36.0 + low, 10.0, "○");
        }
        texts(&page.page()).concat()
    };
    assert_eq!(read(8.0, true), "[○  ]紙\n[○  ]円");
    assert_eq!(read(14.0, true), "[○  ]紙\n[○  ]円");
    assert_eq!(read(8.0, false), "[■  ]紙\n○\n[■  ]円");
}

#[test]
fn ink_in_a_cell_is_not_blank_and_a_slash_is() {
    let page = |kind, x1| {
        Sample::new(200.0, 100.0)
            .grid(&[10.0, 190.0], &[10.0, 40.0])
            .text(20.0, 70.0, 10.0, "部署")
            .ink(ink(kind, 12.0, 12.0, x1, 38.0))
            .page()
    };
    assert_eq!(texts(&page(InkKind::Picture, 100.0)), ["■", "部署"]);
    assert_eq!(texts(&page(InkKind::Stroke, 188.0)), ["", "部署"]);
}

#[test]
fn a_ring_marks_what_it_is_drawn_around() {
    let page = Sample::new(200.0, 400.0)
        .grid(&[10.0, 190.0], &[10.0, 60.0])
        .text(20.0, 20.0, 10.0, "1)有")
        .text(60.0, 20.0, 10.0, "2)無")
        .ink(ink(InkKind::Ring, 57.0, 16.0, 83.0, 34.0))
        .page();
    assert_eq!(texts(&page), ["1)有 «2)無»"]);
}

#[test]
fn what_is_drawn_before_a_line_of_text_is_a_bullet() {
    let page = || form().text(26.0, 35.0, 10.0, "年一回").page();
    let mut bullet = page();
    bullet.inks.push(ink(InkKind::Fill, 14.0, 36.0, 22.0, 44.0));
    assert!(!texts(&bullet).concat().contains('■'), "{:?}", texts(&bullet));
    let mut alone = form().page();
    alone.inks.push(ink(InkKind::Fill, 16.0, 36.0, 24.0, 44.0));
    assert!(texts(&alone).concat().contains(['■', '✓']), "{:?}", texts(&alone));
}
