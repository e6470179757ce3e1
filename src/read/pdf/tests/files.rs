//! Structure: filters, encryption, damage, limits.

use crate::finding::Code;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions};

use super::super::fixture::{Fixture, open};
use super::super::{Limits, Problem, pages};

const ROMAN: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
const HELLO: &str = "BT /F 10 Tf 20 50 Td (Hello) Tj ET";

fn hello(filter: &str, data: &[u8]) -> Fixture {
    let mut fixture = Fixture::new();
    let font = fixture.add(ROMAN);
    let content = fixture.stream(filter, data);
    fixture.page_of(&format!("/Resources<</Font<</F {font} 0 R>>>>/Contents {content} 0 R"));
    fixture
}

fn text(bytes: &[u8]) -> String {
    open(bytes).pages.iter().map(|page| page.text.as_str()).collect()
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    open(bytes).findings.iter().map(|problem: &Problem| problem.code.name()).collect()
}

fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Default::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_filter_and_a_chain() {
    let hex: String = HELLO.bytes().map(|byte| format!("{byte:02x}")).collect();
    let run = [&[HELLO.len() as u8 - 1], HELLO.as_bytes(), &[128]].concat();
    let rows: Vec<u8> = HELLO.bytes().flat_map(|byte| [0, byte]).collect();
    let packed: String = zlib(HELLO.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect();
    for (filter, data) in [
        ("", HELLO.as_bytes().to_vec()),
        ("/Filter/FlateDecode", zlib(HELLO.as_bytes())),
        ("/Filter/ASCIIHexDecode", hex.into_bytes()),
        ("/Filter/RunLengthDecode", run),
        ("/Filter[/AHx/Fl]/DecodeParms[null null]", packed.into_bytes()),
        ("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1>>", zlib(&rows)),
    ] {
        assert_eq!(text(&hello(filter, &data).build()), "Hello", "{filter}");
    }
}

#[test]
fn empty_user_passwords_open_and_others_do_not() {
    let plain = hello("", HELLO.as_bytes()).build();
    let permissions = Permissions::all();
    let (key, name) = ([7u8; 32], b"StdCF".to_vec());
    let filter = |filter: Arc<dyn CryptFilter>| BTreeMap::from([(name.clone(), filter)]);
    for (user_password, expected) in [("", "Hello"), ("secret", "")] {
        let mut document = Document::load_mem(&plain).unwrap();
        let id = lopdf::Object::string_literal("0123456789abcdef");
        document.trailer.set("ID", vec![id.clone(), id]);
        let copy = document.clone();
        let versions = [
            EncryptionVersion::V1 {
                document: &copy,
                owner_password: "o",
                user_password,
                permissions,
            },
            EncryptionVersion::V2 {
                document: &copy,
                owner_password: "o",
                user_password,
                key_length: 128,
                permissions,
            },
            EncryptionVersion::V4 {
                document: &copy,
                encrypt_metadata: true,
                crypt_filters: filter(Arc::new(Aes128CryptFilter)),
                stream_filter: name.clone(),
                string_filter: name.clone(),
                owner_password: "o",
                user_password,
                permissions,
            },
            EncryptionVersion::V5 {
                encrypt_metadata: true,
                crypt_filters: filter(Arc::new(Aes256CryptFilter)),
                file_encryption_key: &key,
                stream_filter: name.clone(),
                string_filter: name.clone(),
                owner_password: "o",
                user_password,
                permissions,
            },
        ];
        for version in versions {
            let mut document = copy.clone();
            document.encrypt(&EncryptionState::try_from(version).unwrap()).unwrap();
            let mut bytes = Vec::new();
            document.save_to(&mut bytes).unwrap();
            assert_eq!(text(&bytes), expected);
            assert_eq!(codes(&bytes).contains(&"pdf-encrypted"), expected.is_empty());
        }
    }
}

#[test]
fn broken_tables_are_rebuilt() {
    let whole = hello("", HELLO.as_bytes()).build();
    let cut = whole.len() - 180;
    let find = |word: &[u8]| whole.windows(word.len()).position(|part| part == word).unwrap();
    let mut wrong = whole.clone();
    wrong[find(b"startxref") + 10] = b'9';
    let mut no_table = whole.clone();
    no_table.splice(find(b"xref\n")..find(b"trailer"), *b"");
    for (bytes, name) in [
        (whole[..cut].to_vec(), "cut"),
        (wrong, "startxref"),
        (no_table, "no table"),
        ([b"HTTP/1.1 200 OK\r\n\r\n", whole.as_slice()].concat(), "prefix"),
    ] {
        assert_eq!(text(&bytes), "Hello", "{name}");
    }
    assert!(codes(&whole[..cut]).contains(&"pdf-damaged"));
    assert!(codes(&whole).is_empty());
}

#[test]
fn objects_under_each_others_numbers_are_damage() {
    let mut whole = hello("", HELLO.as_bytes()).build();
    let find = |word: &[u8]| whole.windows(word.len()).position(|part| part == word).unwrap();
    let (one, two) = (find(b"\n4 0 obj") + 1, find(b"\n5 0 obj") + 1);
    whole.swap(one, two);
    assert!(codes(&whole).contains(&"pdf-damaged"));
}

#[test]
fn a_catalog_that_is_lost_leaves_the_pages() {
    let whole = hello("", HELLO.as_bytes()).build();
    let mut lost = whole.clone();
    for word in [&b"/Catalog"[..], b"/Pages", b"/Root"] {
        let at = whole.windows(word.len()).position(|part| part == word).unwrap();
        lost[at + 1] = b'X';
    }
    let opened = open(&lost);
    assert_eq!(opened.pages[0].text, "Hello");
}

#[test]
fn nothing_to_read_is_a_finding() {
    for bytes in [&b""[..], b"%PDF-1.7", b"<html>not found</html>"] {
        assert_eq!(codes(bytes), ["pdf-unreadable"]);
    }
}

#[test]
fn unknown_characters_are_counted() {
    let mut fixture = Fixture::new();
    let font = ROMAN.replace("/WinAnsiEncoding", "<</Differences[66/g7]>>");
    let resources = format!("/Resources<</Font<</F {font}>>>>");
    fixture.page(&resources, "BT /F 10 Tf 20 50 Td (AB) Tj ET");
    let opened = open(&fixture.build());
    assert_eq!(opened.findings[0].code, Code::GlyphUnmapped);
    assert_eq!(opened.findings[0].page, 1);
    assert!(opened.findings[0].message.en.contains("1 of 2"), "{}", opened.findings[0].message);
}

#[test]
fn limits_stop_what_does_not_end() {
    let mut fixture = Fixture::new();
    let mut form = fixture.stream("/Subtype/Form", b"1 w");
    for _ in 0..11 {
        let resources = format!("/Subtype/Form/Resources<</XObject<</X {form} 0 R>>>>");
        form = fixture.stream(&resources, "/X Do ".repeat(10).as_bytes());
    }
    fixture.page(&format!("/Resources<</XObject<</X {form} 0 R>>>>"), "/X Do");
    assert_eq!(codes(&fixture.build()), ["limit-forms"]);
    let many = hello("", "q ".repeat(5000).as_bytes()).build();
    let limits = Limits { operators: 1000, ..Limits::default() };
    let opened = pages(&many, &limits);
    assert_eq!(opened.findings[0].code, Code::LimitOperators);
    let mut two = Fixture::new();
    two.page("", "");
    two.page("", "");
    let opened = pages(&two.build(), &Limits { pages: 1, ..Limits::default() });
    assert_eq!((opened.pages.len(), opened.findings[0].code), (1, Code::LimitPages));
}

#[test]
fn characters_and_bytes_are_bounded() {
    let code = |bytes: &[u8], limits: Limits| pages(bytes, &limits).findings[0].code;
    let many = hello("", format!("{HELLO} ").repeat(300).as_bytes()).build();
    assert_eq!(code(&many, Limits { glyphs: 1000, ..Limits::default() }), Code::LimitGlyphs);
    let packed = hello("/Filter/FlateDecode", &zlib(&[b' '; 50_000])).build();
    assert_eq!(code(&packed, Limits { stream: 1000, ..Limits::default() }), Code::LimitUnpacked);
}

#[test]
fn a_tree_that_runs_in_circles_ends() {
    let mut fixture = hello("", HELLO.as_bytes());
    let root = fixture.add("<</Type/Pages/Kids[2 0 R 2 0 R]>>");
    fixture.page_of(&format!("/Kids[{root} 0 R]/Type/Pages"));
    assert!(text(&fixture.build()).starts_with("Hello"));
}

#[test]
fn a_file_that_shows_nothing_is_no_blank_document() {
    let whole = hello("", HELLO.as_bytes()).build();
    let mut lost = whole.clone();
    let at = whole.windows(9).position(|part| part == b"/Contents").unwrap();
    lost[at + 1] = b'X';
    assert_eq!(codes(&lost), ["pdf-unreadable"]);
}
