//! Printed marks, against every option list of the catalogue.
#![no_main]
use hyokasho::form::forms;
use std::sync::LazyLock;

type Options = Vec<hyokasho::form::Opt>;

static LISTS: LazyLock<Vec<Options>> = LazyLock::new(|| {
    let slots = forms().iter().flat_map(|form| form.slots.iter());
    let mut lists: Vec<Options> =
        slots.filter_map(|slot| Some(slot.node.as_ref()?.options.to_vec())).collect();
    lists.retain(|options| !options.is_empty());
    lists
});

libfuzzer_sys::fuzz_target!(|input: (usize, &str)| {
    let (at, text) = input;
    if let Some(options) = LISTS.get(at % LISTS.len().max(1)) {
        hyokasho::stages::marks(text, options);
    }
});
