//! Where the model that reads characters (PP-OCRv6 small) is found.

use super::net::Net;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// File of the model: PP-OCRv6 small (Apache-2.0), as in the Python package `rapidocr` 3.10.0.
pub(crate) const FILE: &str = "PP-OCRv6_rec_small.onnx";
/// Its digest, as that package's list of models gives it.
pub(super) const SHA256: &str = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884";
/// The environment variable that names its folder.
pub(crate) const VARIABLE: &str = "HYOKASHO_MODELS";

static FOLDER: OnceLock<PathBuf> = OnceLock::new();
static LOADED: OnceLock<Option<Arc<Net>>> = OnceLock::new();

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
pub(super) fn net() -> Option<Arc<Net>> {
    LOADED.get_or_init(|| file().and_then(|file| load(&file)).map(Arc::new)).clone()
}

fn load(file: &Path) -> Option<Net> {
    let bytes = std::fs::read(file).ok()?;
    (crate::digest::sha256_hex(&bytes) == SHA256).then(|| Net::load(bytes)).flatten()
}
