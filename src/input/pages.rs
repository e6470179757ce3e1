//! The pages of the findings on an input as a whole, for `hyokasho explain`.

/// Code and page of each finding, sorted by code.
pub const PAGES: &[(&str, &str)] = &[
    (
        "binary-input",
        "# binary-input

**What it finds.** A file that is neither a PDF nor text in any known encoding: more than one byte in
fifty is a control character.
**Why it matters.** The file gives no record. Word and Excel files look like this from outside.
**What to do.** Save the document as PDF or text.
",
    ),
    (
        "empty-input",
        "# empty-input

**What it finds.** A file with nothing in it, or nothing but blanks.
**Why it matters.** A download that failed leaves such files.
**What to do.** Fetch the document again.
",
    ),
    (
        "internal-error",
        "# internal-error

**What it finds.** A document that made this program fail. The other documents are not touched by it.
**Why it matters.** The document gives no record, and the fault is ours.
**What to do.** Please report it, with the document if it is public.
",
    ),
    (
        "limit-archive",
        "# limit-archive

**What it finds.** An archive, or an entry of it, that would unpack to much more than its size, has too
many entries, a name that is not one of a file, or is an archive itself.
**Why it matters.** Such archives fill memory and disks; what is in them is not read.
**What to do.** Unpack it by hand and give the folder.
",
    ),
    (
        "limit-size",
        "# limit-size

**What it finds.** A document that is larger than the largest that is read.
**Why it matters.** The document gives no record.
**What to do.** Split it, or make its images smaller.
",
    ),
    (
        "not-an-assessment",
        "# not-an-assessment

**What it finds.** A readable document that is something else: a guideline, a web page about assessments.
**Why it matters.** It gives no record, and rightly so; the run counts as complete.
**Example.** A page that lists the assessments of a city with links to them.
",
    ),
    (
        "unreadable-input",
        "# unreadable-input

**What it finds.** A file, folder or archive that the system refuses to read, or that is damaged.
**Why it matters.** The documents in it give no records.
**What to do.** Look at its permissions; fetch it again.
",
    ),
];

#[cfg(test)]
mod tests {
    use super::PAGES;

    #[test]
    fn pages_are_sorted_and_carry_their_code() {
        assert!(PAGES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(PAGES.iter().all(|(code, page)| page.starts_with(&format!("# {code}\n\n"))));
    }
}
