//! The pages of the findings on an input as a whole, for `hyokasho explain`.

use crate::finding::Code;

/// Code and page of each finding, sorted by code.
pub(crate) const PAGES: &[(Code, &str)] = &[
    (
        Code::AttachmentLeftOut,
        "# attachment-left-out

**What it finds.** A file within a PDF (an attachment, or a member of a portfolio) that gave no record.
**Why it matters.** The assessment itself may be in such a file.
**What to do.** The message says why; save the file from the PDF and read it by itself if it should be read.
",
    ),
    (
        Code::BinaryInput,
        "# binary-input

**What it finds.** A file that is neither a PDF, a workbook, a Word document (`.docx`) nor text in any known
encoding: more than one byte in fifty is a control character.
**Why it matters.** The file gives no record. Word documents of the older format (`.doc`), Rich Text, documents of 一太郎
and DocuWorks, and archives of other kinds than ZIP are such files; in folders they are told by their names.
**What to do.** What the message says: save the document as PDF or docx, unpack the archive.
",
    ),
    (
        Code::BlankForm,
        "# blank-form

**What it finds.** A form that nobody has filled in: its answers are blank, dashes or placeholders (`○○市長`).
**Why it matters.** It is no assessment and gives no record; it is no fault either.
**What to do.** Nothing, unless the file should hold an assessment: then its answers are lost (fields without
appearance, pictures).
",
    ),
    (
        Code::DialectUnknown,
        "# dialect-unknown

**What it finds.** A text full of markup that no known dialect of OCR tools and language models explains: tags, commands or keys that are left
over when all that is known has been undone.
**Why it matters.** What the tool has put between labels and answers is read as if it were printed.
**Example.** A page as `<cell>①事務の名称</cell>`, written by a tool that we have not seen.
**What to do.** Take the PDF itself, or let the tool write Markdown or HTML.
",
    ),
    (
        Code::EmptyInput,
        "# empty-input

**What it finds.** A file with nothing in it, or nothing but blanks; a folder or an archive without a document.
**Why it matters.** A download that failed leaves such files; a folder may be the wrong one.
**What to do.** Fetch the document again; give the folder that the message looked for in vain.
",
    ),
    (
        Code::HiddenLeftOut,
        "# hidden-left-out

**What it finds.** A hidden sheet of a workbook, or cells with text in hidden rows or columns. They are left out,
as they are in print. Hidden sheets usually hold the lists of the choices.
An answer of a Word document that is blank but for hidden text.
**Why it matters.** An answer may stand there by mistake.
**What to do.** Look into the named cell; unhide what should be read.
",
    ),
    (
        Code::InternalError,
        "# internal-error

**What it finds.** A document that made this program fail. The other documents are not touched by it.
**Why it matters.** The document gives no record, and the fault is ours.
**What to do.** Please report it, with the document if it is public.
",
    ),
    (
        Code::KilledARun,
        "# killed-a-run

**What it finds.** A document at which a run was killed (by the system for want of memory, say), and at which a process
that read nothing else ended as well. It is passed over.
**Why it matters.** The document gives no record; the others do.
**What to do.** Read it by itself on a machine with more memory (`--fresh` tries it again), or with lower limits.
",
    ),
    (
        Code::LeftOut,
        "# left-out

**What it finds.** A file of a folder or an archive that is of a kind that is not read (a picture, a table of another
program, a file without an ending), and a link to a folder. Hidden files are passed over without a word.
**Why it matters.** It gives no record and is no fault; `manifest.ndjson` has a line for it, the summary counts it.
**What to do.** Nothing, unless it holds an assessment: then what the message says, or name the file itself.
",
    ),
    (
        Code::LimitArchive,
        "# limit-archive

**What it finds.** An archive, or an entry of it, that would unpack to much more than its size, has too
many entries, a name that is not one of a file, or is an archive itself.
**Why it matters.** Such archives fill memory and disks; what is in them is not read.
**What to do.** Unpack it by hand and give the folder.
",
    ),
    (
        Code::LimitCells,
        "# limit-cells

**What it finds.** A sheet or table with more rows and columns than are looked at (4 million positions).
**Why it matters.** It was not read. Sheets of real assessments have some ten thousand.
**What to do.** Delete empty rows and columns that are formatted, and save the workbook again.
",
    ),
    (
        Code::LimitCharacters,
        "# limit-characters

**What it finds.** A text with more characters than the limit. The longest transcription known has 400,000, the limit is
10 million.
**Why it matters.** What stands after them is not read.
**What to do.** Look whether it is one document; `--max-characters` moves the limit.
",
    ),
    (
        Code::LimitForms,
        "# limit-forms

**What it finds.** A page of a PDF whose drawings repeat one another too often.
**Why it matters.** The page is read in part: some of its text may be missing.
**What to do.** Print the document into a new PDF. Pages made by real programs stay far below the limit.
",
    ),
    (
        Code::LimitGlyphs,
        "# limit-glyphs

**What it finds.** A page of a PDF with more than half a million characters.
**Why it matters.** The page is read in part.
**What to do.** Look at the page: it is not one of a form.
",
    ),
    (
        Code::LimitMemory,
        "# limit-memory

**What it finds.** A document of which more would be kept in memory than the limit allows: its objects, characters, rows and cells are counted.
**Why it matters.** It is read in part, or not at all.
**What to do.** `--max-memory` moves the limit, if the document is one to be trusted. If it is an ordinary one, please report it.
",
    ),
    (
        Code::LimitOperators,
        "# limit-operators

**What it finds.** A page of a PDF with more than two million drawing instructions.
**Why it matters.** The page is read in part.
**What to do.** Look at the page: a map or a technical drawing is no assessment.
",
    ),
    (
        Code::LimitOutput,
        "# limit-output

**What it finds.** A document that would add more to the results than the limit.
**Why it matters.** The document gives no record: it would fill the disk.
**What to do.** Look whether it is one document; `--max-output` moves the limit.
",
    ),
    (
        Code::LimitPages,
        "# limit-pages

**What it finds.** A PDF with more pages than the limit. The longest assessment known has some 300, the limit is 5,000.
**Why it matters.** The pages after them are not read.
**What to do.** Look whether it is one document; `--max-pages` moves the limit.
",
    ),
    (
        Code::LimitPixels,
        "# limit-pixels

**What it finds.** A page of a PDF that is a picture of more than 72 million pixels: more than A3 at 600 dots per inch.
**Why it matters.** The page is not read.
**What to do.** Print the document into a new PDF with 300 dots per inch.
",
    ),
    (
        Code::LimitSize,
        "# limit-size

**What it finds.** A document that is larger than the largest that is read.
**Why it matters.** The document gives no record.
**What to do.** Split it, or make its images smaller.
",
    ),
    (
        Code::LimitTime,
        "# limit-time

**What it finds.** A document that takes too long to read.
**Why it matters.** It is read in part, or not at all. How far it gets depends on the machine: the next run tries again.
**What to do.** `--max-seconds` moves the limit. If the document is an ordinary one, please report it.
",
    ),
    (
        Code::LimitUnpacked,
        "# limit-unpacked

**What it finds.** A part of a document that unpacks to more than the limit.
**Why it matters.** The part was not read.
**What to do.** `--max-unpacked` moves the limit, if the document is one to be trusted.
",
    ),
    (
        Code::Mojibake,
        "# mojibake

**What it finds.** A text that somebody has read in the wrong encoding and saved again (`ã«é–¢ã™ã‚‹` for
`に関する`). It is turned back, and characters that were lost on the way are U+FFFD (`replaced-characters`); where
too many are lost (an error), nothing is read.
**Why it matters.** What was lost cannot be told from what was printed.
**What to do.** Fetch the text again, or convert the PDF anew.
",
    ),
    (
        Code::NotAnAssessment,
        "# not-an-assessment

**What it finds.** A readable document that is something else: a guideline, a web page about assessments.
**Why it matters.** It gives no record, and rightly so; the run counts as complete.
**Example.** A page that lists the assessments of a city with links to them.
",
    ),
    (
        Code::NumberWithoutFormat,
        "# number-without-format

**What it finds.** A number in a workbook of a kind (`.xls`, `.ods`) whose number formats are not read.
**Why it matters.** What is printed may look otherwise: 評価書番号 `03` comes as 3, a code loses its zeros.
**What to do.** Save the workbook as `.xlsx`, or compare the value with the print.
",
    ),
    (
        Code::OfficeUnreadable,
        "# office-unreadable

**What it finds.** A file that begins like a workbook or a Word document and cannot be opened as one: damaged,
encrypted with a password, or of another kind.
**Why it matters.** The file gives no record.
**What to do.** Open it in the program it was made with, remove the password, and save it again.
",
    ),
    (
        Code::OutsidePrintArea,
        "# outside-print-area

**What it finds.** Cells with text outside the print area of a sheet. They are left out, as they are in print.
An item without an answer has it too where such a text stands beside its cell.
**Why it matters.** Notes and lists stand there; an answer may stand there by mistake.
**What to do.** Look at the named cell; widen the print area if it should be read.
",
    ),
    (
        Code::PayloadTruncated,
        "# payload-truncated

**What it finds.** A document of a web archive that is not all there: the archive says so (`WARC-Truncated`), the server has
sent less than it said, or the archive breaks off.
**Why it matters.** What stands behind the cut is in no record; a PDF without its end may not be read at all.
**What to do.** Fetch the document again from its address (column `url` of `sources.csv`).
",
    ),
    (
        Code::RevisitUnresolved,
        "# revisit-unresolved

**What it finds.** A record of a web archive that stands for a payload which an earlier crawl has stored (`revisit`), and
the archive that holds it is not among the inputs.
**Why it matters.** The document gives no record.
**What to do.** Give the earlier archives in the same run, or fetch the address that the message names.
",
    ),
    (
        Code::SetAside,
        "# set-aside

**What it finds.** Pages or lines before, between or behind assessments that are of none: a letter, a list, a guide to
filling in the form. They count as furniture.
**Why it matters.** What stands there is in no record.
**What to do.** Look whether it is what the message says it is.
",
    ),
    (
        Code::SheetUnread,
        "# sheet-unread

**What it finds.** A sheet of a workbook that cannot be read.
**Why it matters.** The answers on it are missing.
**What to do.** Open the workbook in Excel or LibreOffice and save it again.
",
    ),
    (
        Code::UnreadableInput,
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
