//! JSON written straight into a buffer; the commas come by themselves.

/// A JSON text in the making.
pub(super) struct Json<'o> {
    out: &'o mut Vec<u8>,
}

impl<'o> Json<'o> {
    /// Goes on after whatever `out` holds: nothing, whole lines, or an object or array that is open.
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out }
    }

    /// `{` or `[`.
    pub(super) fn open(&mut self, bracket: u8) {
        self.separate();
        self.out.push(bracket);
    }

    /// `}` or `]`.
    pub(super) fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
    }

    /// The key of the next value.
    pub(super) fn key(&mut self, key: &str) -> &mut Self {
        self.string(key);
        self.out.push(b':');
        self
    }

    /// A string.
    pub(super) fn string(&mut self, text: &str) {
        self.separate();
        serde_json::to_writer(&mut *self.out, text).expect("a buffer takes every string");
    }

    /// A string, or `null` where it is empty: something unknown.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() { self.raw("null") } else { self.string(text) }
    }

    /// A number, or `null`.
    pub(super) fn number(&mut self, number: Option<impl Into<u64>>) {
        match number {
            Some(number) => self.raw(&number.into().to_string()),
            None => self.raw("null"),
        }
    }

    /// `true`, `false` or `null`.
    pub(super) fn flag(&mut self, flag: Option<bool>) {
        self.raw(flag.map_or("null", |flag| if flag { "true" } else { "false" }));
    }

    /// What is JSON already.
    pub(super) fn raw(&mut self, json: &str) {
        self.separate();
        self.out.extend_from_slice(json.as_bytes());
    }

    /// A comma, but not at a beginning nor after a key. No value ends in one of these bytes.
    fn separate(&mut self) {
        if !matches!(self.out.last(), None | Some(b'{' | b'[' | b':' | b'\n')) {
            self.out.push(b',');
        }
    }
}
