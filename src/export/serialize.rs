//! Records for `serde`: the tree of a line of `assessments.ndjson`, in whatever format.

use super::json;
use crate::record::Record;
use serde::{Serialize, Serializer};
use serde_json::Value;

impl Record {
    /// The record as a line of JSON without its end, to the byte what `assessments.ndjson` has.
    ///
    /// ```
    /// let record = hyokasho::Record::default();
    /// assert!(record.json().starts_with("{\"schema\":\"hyokasho/2\","));
    /// ```
    #[must_use]
    pub fn json(&self) -> String {
        let mut line = Vec::new();
        json::record(&mut line, self);
        String::from_utf8(line).expect("JSON is written from texts")
    }
}

/// The same tree for other formats. The nesting comes from the item ids; numbers are numbers.
impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tree: Value = serde_json::from_str(&self.json()).map_err(serde::ser::Error::custom)?;
        tree.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use crate::export::sample;

    #[test]
    fn what_serde_writes_is_the_line() {
        let record = sample::record();
        let tree: serde_json::Value = serde_json::from_str(&record.json()).unwrap();
        assert_eq!(serde_json::to_value(&record).unwrap(), tree);
        assert_eq!(tree["cover"]["number"], "3");
    }
}
