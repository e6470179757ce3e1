//! The typed result: a record per assessment, an item per printed question.

mod answered;
mod kind;

pub(crate) use answered::Blocks;
pub use kind::ValueKind;

use crate::finding::{Code, Finding, Message};
use crate::source::Source;

/// One assessment.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// `<code or slug of the agency>-<form>-<number>-<first 8 of the source's sha256>`, with `-2` … for a
    /// second assessment in the same source; `0` for an unknown part.
    pub id: String,
    /// Where it was read from.
    pub document: Document,
    /// Which official form it is.
    pub form: FormInfo,
    /// Who published it.
    pub agency: Agency,
    /// A draft: `(案)`, `(素案)` printed in the title.
    pub draft: bool,
    /// The date of `【令和○年○月○日 終了】` in the 評価書名, ISO 8601.
    pub ended_on: Option<String>,
    /// The items in print order.
    pub items: Vec<Item>,
    /// What is odd, in order of place.
    pub findings: Vec<Finding>,
    /// How well it was read.
    pub quality: Quality,
}

impl Record {
    /// The item of this id; the first, where a document prints it more than once.
    ///
    /// ```
    /// use hyokasho::{Item, Record};
    ///
    /// let items = vec![Item { id: "cover.number".into(), ..Item::default() }];
    /// let record = Record { items, ..Record::default() };
    /// assert!(record.item("cover.number").is_some() && record.item("cover.name").is_none());
    /// ```
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// The input a record was read from.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Path relative to the folder given (its name for a single file, `-` for standard input).
    pub path: String,
    /// Lower-case hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What kind of document it is.
    pub kind: Kind,
    /// Name of the character encoding (texts only).
    pub encoding: Option<String>,
    /// Number of pages (PDF only).
    pub pages: Option<u32>,
    /// The names of its sheets in order (workbooks only).
    pub sheets: Vec<String>,
    /// Which PDF library read the file, where it was not the first choice.
    pub reader: Option<String>,
    /// Why some of its bytes are missing; empty where none are.
    pub cut: Message,
    /// Where it was published; empty where that is not known.
    pub origin: Origin,
    /// Where the same bytes were published too.
    pub also_at: Vec<Origin>,
}

/// What kind of document an input is; the names are those of the tables.
///
/// ```
/// use hyokasho::record::Kind;
///
/// assert_eq!(Kind::named("workbook"), Kind::Workbook);
/// assert_eq!(Kind::Pdf.name(), "pdf");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Not known: a record read back from tables, which do not say it.
    #[default]
    Unknown,
    /// A PDF file.
    Pdf,
    /// A text, plain or with leftovers of HTML.
    Text,
    /// A Word document (`.docx`).
    Word,
    /// A workbook of Excel or another spreadsheet program (`.xlsx`, `.xlsm`, `.xls`, `.ods`).
    Workbook,
    /// None of these: it is not read.
    Other,
}

impl Kind {
    /// All that are known.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Text, Self::Word, Self::Workbook, Self::Other];

    /// The word used in the tables; empty where it is not known.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Pdf => "pdf",
            Self::Text => "text",
            Self::Word => "word",
            Self::Workbook => "workbook",
            Self::Other => "other",
        }
    }

    /// The kind of a word of the tables.
    #[must_use]
    pub fn named(word: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.name() == word).unwrap_or_default()
    }
}

/// Where a document was published, as whoever gave it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its address.
    pub url: String,
    /// The day it was fetched, ISO 8601.
    pub retrieved_on: String,
    /// The licence of its publisher: an SPDX identifier or a name.
    pub licence: String,
    /// Who published it there.
    pub publisher: String,
}

impl Document {
    /// Puts down where it was published.
    pub(crate) fn set_origins(&mut self, mut origins: Vec<Origin>) {
        if !origins.is_empty() {
            self.origin = origins.remove(0);
        }
        self.also_at = origins;
    }

    /// All addresses that are known.
    pub fn origins(&self) -> impl Iterator<Item = &Origin> {
        std::iter::once(&self.origin).chain(&self.also_at)
    }

    /// The address of a place in it, `url#page=N` in a PDF (RFC 8118, 3); `None` without an address.
    #[must_use]
    pub fn link(&self, place: Source) -> Option<String> {
        let url = self.origin.url.split('#').next().filter(|url| !url.is_empty())?;
        let is_page = self.kind == Kind::Pdf || self.kind == Kind::Unknown && place.area.is_some();
        // The pages of a file within another are not those of the address.
        let is_own = !self.path.contains(".pdf#") && !self.path.contains("!/");
        Some(match place.page {
            page if page > 0 && is_page && is_own => format!("{url}#page={page}"),
            _ => url.to_owned(),
        })
    }

    /// The name of a sheet by its 1-based number.
    #[must_use]
    pub fn sheet(&self, number: u32) -> Option<&str> {
        self.sheets.get(number.checked_sub(1)? as usize).map(String::as_str)
    }
}

/// The official form of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormInfo {
    /// `basic`, `key` or `full`.
    pub id: String,
    /// 基礎項目評価書 …
    pub label: String,
    /// `2024-10` …; empty where unknown.
    pub revision: String,
    /// How the revision is known.
    pub revision_from: RevisionFrom,
}

/// How a revision is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RevisionFrom {
    /// The cover says so: `[令和6年10月 様式3]`.
    Printed,
    /// Only this revision prints what the document prints.
    Inferred,
    /// Not known.
    #[default]
    Unknown,
}

impl RevisionFrom {
    /// The word used in the tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Inferred => "inferred",
            Self::Unknown => "unknown",
        }
    }
}

/// The body that publishes an assessment (評価実施機関).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agency {
    /// As the cover prints it: `目黒区長`.
    pub printed: String,
    /// The body: `目黒区`.
    pub name: String,
    /// `東京都`; empty where unknown.
    pub prefecture: String,
    /// 全国地方公共団体コード, six digits; empty where the body has none or is ambiguous.
    pub code: String,
    /// What kind of body it is.
    pub kind: AgencyKind,
}

impl Agency {
    /// What tells it from all others: its code; for a part of a body with a code (教育委員会) the code and
    /// its name; without a code its name, or what the cover prints.
    #[must_use]
    pub fn id(&self) -> String {
        let name = if self.name.is_empty() { &self.printed } else { &self.name };
        match self.code.as_str() {
            "" => name.clone(),
            code if self.kind.is_local_government() => code.to_owned(),
            code => format!("{code}-{name}"),
        }
    }

    /// The 法人番号 of the local government that the code is of: a check digit, `000020`, and the code
    /// (国税庁 法人番号公表サイト: 法人番号の構成; 番号法施行規則 for the check digit). Empty without a code and
    /// for the 行政区, which are parts of their city.
    ///
    /// ```
    /// use hyokasho::record::{Agency, AgencyKind};
    ///
    /// let tokyo = Agency { code: "130001".into(), kind: AgencyKind::Prefecture, ..Agency::default() };
    /// assert_eq!(tokyo.corporate_number(), "8000020130001");
    /// ```
    #[must_use]
    pub fn corporate_number(&self) -> String {
        if self.code.is_empty() || self.kind == AgencyKind::Ward {
            return String::new();
        }
        let body = format!("000020{}", self.code);
        let digits = body.chars().rev().filter_map(|c| c.to_digit(10));
        let sum: u32 = digits.zip([1, 2].into_iter().cycle()).map(|(digit, by)| digit * by).sum();
        format!("{}{body}", 9 - sum % 9)
    }
}

/// Kinds of bodies; the names are those of the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgencyKind {
    /// 市町村
    Municipality,
    /// 特別区
    SpecialWard,
    /// 行政区
    Ward,
    /// 都道府県
    Prefecture,
    /// 広域連合
    WideAreaUnion,
    /// 一部事務組合
    PartialAssociation,
    /// 教育委員会
    EducationBoard,
    /// 国の機関
    National,
    /// 共済組合
    MutualAid,
    /// 健康保険組合・国民健康保険組合
    HealthInsurance,
    /// none of these, or unknown
    #[default]
    Other,
}

impl AgencyKind {
    /// Whether a body of this kind has a 全国地方公共団体コード of its own.
    #[must_use]
    pub fn is_local_government(self) -> bool {
        matches!(self, Self::Municipality | Self::SpecialWard | Self::Ward | Self::Prefecture)
    }

    /// The word used in the tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::SpecialWard => "special_ward",
            Self::Ward => "ward",
            Self::Prefecture => "prefecture",
            Self::WideAreaUnion => "wide_area_union",
            Self::PartialAssociation => "partial_association",
            Self::EducationBoard => "education_board",
            Self::National => "national",
            Self::MutualAid => "mutual_aid",
            Self::HealthInsurance => "health_insurance",
            Self::Other => "other",
        }
    }
}

/// One printed question and its answer.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Dotted path with printed indexes: `overview.systems[3].connections.tax`.
    pub id: String,
    /// Official label (of the option for a checkbox; the parent's where the node has none).
    pub label: String,
    /// The typed answer.
    pub value: Value,
    /// The source's characters of the value, unchanged (texts, dates and counts; otherwise the mark or choice as printed).
    pub text: String,
    /// Where the value (where blank: the label) stands.
    pub source: Source,
    /// Codes of the findings on this item, sorted, each once.
    pub findings: Vec<Code>,
    /// What its characters were read by.
    pub read_by: ReadBy,
    /// How sure whoever read them is, from 0 to 1; `None` where nothing was guessed.
    pub confidence: Option<f32>,
    /// What the program had read, where a person has corrected it.
    pub machine_value: Option<String>,
}

/// What characters were read by; the names are those of the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadBy {
    /// The document has them as text.
    #[default]
    Text,
    /// Recognised in a picture, now.
    Ocr,
    /// Recognised in a picture by whoever made the document: an invisible layer of text.
    OcrLayer,
    /// The value of a field of a PDF form.
    FormField,
    /// Corrected by a person.
    Person,
}

impl ReadBy {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Text, Self::Ocr, Self::OcrLayer, Self::FormField, Self::Person];

    /// The word used in the tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Ocr => "ocr",
            Self::OcrLayer => "ocr-layer",
            Self::FormField => "form-field",
            Self::Person => "person",
        }
    }
}

/// A typed answer. An item that the document does not print has no [`Item`] at all; a printed blank
/// is the empty text, date, count or choice; what cannot be read is `None` of its kind.
///
/// ```
/// use hyokasho::{Value, ValueKind};
///
/// let printed = "令和6年12月2日".to_owned();
/// let date = Value::Date { iso: Some("2024-12-02".into()), text: printed };
/// assert_eq!((date.kind(), date.printed().as_str()), (ValueKind::Date, "2024-12-02"));
/// assert_eq!(Value::Checkbox(None).printed(), "unknown"); // never a guess
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Free text, cleaned of markup, label and option list.
    Text(String),
    /// A date: ISO 8601 where the text is one full date, else the text.
    Date {
        /// `2024-12-02`; `None` where the text is not one full date.
        iso: Option<String>,
        /// The text, cleaned.
        text: String,
    },
    /// A number in a sentence; `None` where blank or unreadable.
    Count(Option<u64>),
    /// One of the printed options.
    Choice {
        /// The official option label (or what is printed, where it is none of them; several joined by `|`).
        label: String,
        /// The option's 1-based number as printed.
        option: Option<u32>,
    },
    /// Ticked, not ticked, or (`None`) unreadable.
    Checkbox(Option<bool>),
}

impl Default for Value {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Value {
    /// What kind of answer it is.
    #[must_use]
    pub fn kind(&self) -> ValueKind {
        match self {
            Self::Text(_) => ValueKind::Text,
            Self::Date { .. } => ValueKind::Date,
            Self::Count(_) => ValueKind::Count,
            Self::Choice { .. } => ValueKind::Choice,
            Self::Checkbox(_) => ValueKind::Checkbox,
        }
    }

    /// The value as the tables print it.
    #[must_use]
    pub fn printed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Date { iso, text } => iso.clone().unwrap_or_else(|| text.clone()),
            Self::Count(n) => n.map(|n| n.to_string()).unwrap_or_default(),
            Self::Choice { label, .. } => label.clone(),
            Self::Checkbox(Some(true)) => "checked".into(),
            Self::Checkbox(Some(false)) => "unchecked".into(),
            Self::Checkbox(None) => "unknown".into(),
        }
    }
}

/// How well an assessment was read: shares from 0 to 1. Low `conformity` is a form that was not understood, whatever
/// single values look like; `leftover` is text that belongs to no item and is listed in findings (`text-leftover`).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Expected labels found in order.
    pub conformity: f64,
    /// Characters in values, labels and option lists.
    pub coverage: f64,
    /// Characters in listed leftovers.
    pub leftover: f64,
    /// Page furniture. With the two before it adds up to 1.
    pub furniture: f64,
    /// Characters of all that were read by OCR.
    pub ocr: f64,
}
