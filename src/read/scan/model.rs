//! The model that reads characters (PP-OCRv6 small), and where it is found.

use encoding_rs::SHIFT_JIS;
use rten::{Model, ModelOptions};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// File of the model: PP-OCRv6 small (Apache-2.0), as in the Python package `rapidocr` 3.10.0.
pub(crate) const FILE: &str = "PP-OCRv6_rec_small.onnx";
/// Its digest, as that package's list of models gives it.
pub(super) const SHA256: &str = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884";
/// The environment variable that names its folder.
pub(crate) const VARIABLE: &str = "HYOKASHO_MODELS";

/// Foreign characters and the Japanese ones that they are read for, a pair a line.
const LOOK_ALIKES: &str = include_str!("data/look_alikes.txt");

static FOLDER: OnceLock<PathBuf> = OnceLock::new();
static LOADED: OnceLock<Option<Arc<Characters>>> = OnceLock::new();

/// A model and what its classes stand for.
pub(super) struct Characters {
    pub(super) model: Model,
    /// The character of each class; `None` for what no Japanese text has.
    pub(super) classes: Vec<Option<char>>,
    /// Classes of foreign look-alikes, and the class of the character that they stand for here.
    pub(super) aliases: Vec<(usize, usize)>,
}

/// Looks for the model in this folder only. To be called before the first document is read.
pub(crate) fn look_in(folder: PathBuf) {
    // A second folder would come too late: the first document may have been read.
    let _ = FOLDER.set(folder);
}

/// The file of the model; `None` where there is none.
pub(crate) fn file() -> Option<PathBuf> {
    folders().into_iter().map(|folder| folder.join(FILE)).find(|file| file.is_file())
}

/// Where the model is looked for: the folder that was named, or the user's data folder and the folder
/// of the program.
fn folders() -> Vec<PathBuf> {
    if let Some(folder) = FOLDER.get() {
        return vec![folder.clone()];
    }
    if let Some(folder) = std::env::var_os(VARIABLE) {
        return vec![PathBuf::from(folder)];
    }
    let home = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let data = home("XDG_DATA_HOME")
        .or_else(|| home("LOCALAPPDATA"))
        .or_else(|| home("HOME").map(|home| home.join(".local/share")));
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(|folder| folder.join("models"));
    data.map(|data| data.join("hyokasho/models")).into_iter().chain(beside).collect()
}

/// The model, loaded once.
pub(super) fn characters() -> Option<Arc<Characters>> {
    LOADED.get_or_init(|| file().and_then(|file| load(&file)).map(Arc::new)).clone()
}

fn load(file: &Path) -> Option<Characters> {
    let bytes = std::fs::read(file).ok()?;
    if crate::digest::sha256_hex(&bytes) != SHA256 {
        return None;
    }
    // The weights are laid out once as they are multiplied: each strip uses all of them.
    let model = ModelOptions::with_all_ops().prepack_weights(true).load(bytes).ok()?;
    let list = model.metadata().get("character")?;
    // CTC: the first class is "no character", the last a space.
    let classes = [None].into_iter().chain(list.split('\n').map(japanese)).chain([Some(' ')]);
    let classes: Vec<Option<char>> = classes.collect();
    let known: BTreeMap<char, usize> = list
        .split('\n')
        .zip(1..)
        .filter_map(|(line, at)| Some((line.chars().next()?, at)))
        .collect();
    let lines = LOOK_ALIKES.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| {
        let mut chars = line.chars();
        Some((*known.get(&chars.next()?)?, *known.get(&chars.next()?)?))
    });
    Some(Characters { aliases: pairs.collect(), model, classes })
}

/// The character of a line of the list, if Japanese text can have it: one that Windows' Shift_JIS has.
fn japanese(line: &str) -> Option<char> {
    let mut chars = line.chars();
    let (first, rest) = (chars.next()?, chars.next());
    let (_, _, unknown) = SHIFT_JIS.encode(line);
    let narrow = ('\u{ff61}'..='\u{ff9f}').contains(&first);
    let foreign = ('\u{370}'..='\u{4ff}').contains(&first);
    let frame = ('\u{2500}'..='\u{257f}').contains(&first);
    (rest.is_none() && !unknown && !narrow && !foreign && !frame).then_some(first)
}
