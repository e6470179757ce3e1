//! What the finders of tables without lines weigh and measure by: `data/*.csv` say of each number what it means and
//! where it comes from.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::OnceLock;

/// Makes of each table a type with a field for each of its lines, and a function that gives its values.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident $get:ident $file:literal { $($kind:ty: $($field:ident)+;)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub(crate) struct $name { $($(pub(crate) $field: $kind,)+)+ }

            impl $name {
                const FILE: &str = include_str!(concat!("data/", $file));
                const FIELDS: &[&str] = &[$($(stringify!($field),)+)+];

                fn cell() -> &'static OnceLock<Self> {
                    static CELL: OnceLock<$name> = OnceLock::new();
                    &CELL
                }

                fn read(table: &str) -> Option<Self> {
                    let lines = lines(table).filter(|all| all.keys().eq(sorted(Self::FIELDS)))?;
                    Some(Self { $($($field: number(&lines, stringify!($field))?,)+)+ })
                }
            }

            $(#[$doc])*
            pub(crate) fn $get() -> &'static $name {
                let read = || $name::read($name::FILE).expect("a test reads the table of the build");
                $name::cell().get_or_init(read)
            }
        )+

        /// Takes the numbers from another table of the same lines as one of the finders', for measuring; says whether
        /// it could, which is so before anything is read only.
        #[cfg(any(test, feature = "stages"))]
        pub(crate) fn weigh(table: &str) -> bool {
            $($name::read(table).is_some_and(|read| $name::cell().set(read).is_ok()))||+
        }

        #[cfg(test)]
        const ALL: &[(&str, fn(&str) -> bool)] =
            &[$(($name::FILE, |table| $name::read(table).is_some())),+];
    };
}

tables! {
    /// What the search for rows weighs. Costs have no unit: only what is cheapest counts.
    RowWeights row_weights "rows.csv" {
        i64: orphan orphan_in_table orphan_at_top empty hole wide_hole again chosen_twice most_off most_off_box
            unfinished margin costly missing joined off_top off_middle close_lines padded_lines listed blank_in_table blank
            continued open full nearly_full options behind_options before_options next_options
            before_choice behind_choice text_box label_continued label_parted dates date_open label_marked
            label_short label_indented own_values gap wide_gap label_full label_nearly_full bare_full bare page_full
            narrow_joined bare_joined page_full_joined much quarter;
        f32: exact off_line far;
        usize: many_costly short lacks nearly_lacks option_white lines_below bare_share
            own_share;
    }
    /// What the search for the boundary of labels and values weighs, and by what side labels and captions are known.
    LabelWeights label_weights "labels.csv" {
        usize: leftmost rightmost wide full_label indent beyond side_farthest side_widest side_lines
            beside_side rough_from note_lines box_width caption_rough mark_width;
        u32: rough far_bracket change enter alone wide_alone wide_at_margin label label_parted torn choice
            across off tight beside tight_beside straddling reaching;
    }
    /// How headers of tables are known and the lines below them cut.
    HeaderWeights header_weights "header.csv" {
        usize: fewest most longest rightmost margin looked_at fitting dated most_words running several full uneven
            narrowest rough around wide;
        i64: starts cuts agreeing torn far_right too_wide inner dashed early undated;
    }
    /// How pages are taken apart and cells put together, in half-width columns and lines.
    PageWeights page_weights "pages.csv" {
        usize: parting paragraph heading wrapped pushed far_box indent wide margin title_above few_labels odd_labels
            full running choice_lines choice_width title_parts edge stamp_pages stamp_missing
            stamp_shortest numbered enough parted table_parts date beside_rough compared running_space spaced rare
            tag least_spaced choice_indent numeral_rough loose;
    }
    /// How positioned characters come onto the grid of half ems.
    GridWeights grid_weights "grid.csv" {
        f32: hair apart printed blank least_pitch most_pitch close long scale near usual_pitch usual_size margins
            agreeing rightmost;
        usize: most_blank lines_below few_rows several many few share;
    }
    /// How rows between lines are parted by white, and text outside of tables is put together.
    StripWeights strip_weights "strips.csv" {
        f32: white hair same_end between next_line cell_gap pitch uneven rounding same_size alike full mirrored
            indent;
        usize: rows across most_lines margin_lines;
    }
}

/// The values of a table by their names.
fn lines(table: &str) -> Option<BTreeMap<String, String>> {
    let line = |line: Result<csv::StringRecord, _>| {
        let line = line.ok()?;
        Some((line.get(0)?.to_owned(), line.get(1)?.to_owned()))
    };
    csv::Reader::from_reader(table.as_bytes()).records().map(line).collect()
}

fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}

fn number<T: FromStr>(lines: &BTreeMap<String, String>, name: &str) -> Option<T> {
    lines.get(name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_line_with_meaning_and_origin() {
        for (file, reads) in ALL {
            assert!(reads(file));
            for record in csv::Reader::from_reader(file.as_bytes()).records() {
                let record = record.unwrap();
                let whole = record.len() == 4 && record.iter().all(|field| !field.is_empty());
                assert!(whole, "{record:?}");
            }
        }
        assert!(!weigh("name,value,meaning,origin\norphan,1,a,b\n"));
    }
}
