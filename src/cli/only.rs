//! Which assessments a report is about: one filter for all reports.

use super::args::Only;
use super::records::{Origin, gather};
use crate::error::{Error, ErrorKind, nearest};
use crate::fold::fold;
use crate::messages;
use crate::project;
use crate::record::Record;
use std::collections::BTreeSet;

/// Names of what there is instead that a message lists at most.
const LISTED: usize = 8;

impl Only {
    /// Whether the report is about a record.
    pub(super) fn has(&self, record: &Record) -> bool {
        let about = |name: &String| project::is_about(record, &project::key(name, ""));
        self.agency.as_ref().is_none_or(|name| is_of(record, name))
            && self.project.as_ref().is_none_or(about)
            && self.form.as_ref().is_none_or(|form| record.form.id == *form)
    }

    /// What there is instead, where no record is left: a misspelt name must not look like an empty answer.
    pub(super) fn nothing(&self, origins: &[Origin]) -> Error {
        let facts = |record: Record| {
            let about = project::label(&project::of(&record));
            Some((record.agency.name, about))
        };
        let found = gather(origins, &facts).map(|made| made.found).unwrap_or_default();
        let all: Vec<_> = found.into_iter().flat_map(|(_, records)| records).collect();
        let agencies: BTreeSet<&String> = all.iter().map(|(agency, _)| agency).collect();
        if let Some(name) = &self.agency
            && !agencies.iter().any(|known| fold(known) == fold(name))
        {
            let known = agencies.into_iter().filter(|known| !known.is_empty()).cloned();
            let near = nearest(name, known);
            let (name, list) = (name.clone(), "hyokasho extract");
            return ErrorKind::NameUnknown { what: "agency", name, near, list }.into();
        }
        let of_agency = all.iter().filter(|(agency, _)| {
            self.agency.as_ref().is_none_or(|name| fold(agency) == fold(name))
        });
        let projects: BTreeSet<&str> =
            of_agency.map(|(_, about)| about.as_str()).filter(|about| !about.is_empty()).collect();
        let count = projects.len();
        let mut listed = projects.into_iter().take(LISTED).collect::<Vec<_>>().join(", ");
        if count > LISTED {
            listed.push_str(", …");
        }
        let wanted = [&self.agency, &self.project, &self.form];
        let wanted: Vec<&str> = wanted.into_iter().flatten().map(String::as_str).collect();
        ErrorKind::Usage(messages::fill(
            "usage.none-of",
            &[("wanted", &wanted.join(", ")), ("count", &all.len()), ("listed", &listed)],
        ))
        .into()
    }

    /// Whether it leaves anything out.
    pub(super) fn is_given(&self) -> bool {
        self.agency.is_some() || self.project.is_some() || self.form.is_some()
    }
}

/// Whether a record is of the body of this name or code.
pub(super) fn is_of(record: &Record, name: &str) -> bool {
    let agency = &record.agency;
    agency.code == name && !name.is_empty()
        || !agency.name.is_empty() && fold(&agency.name) == fold(name)
}
