//! Development driver.
use hyokasho::{assess, export, input};
use std::path::{Path, PathBuf};
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let out = &args[0];
    let inputs = input::find(&args[1..].iter().map(PathBuf::from).collect::<Vec<_>>()).unwrap();
    let formats: Vec<&'static export::Exporter> = export::EXPORTERS.iter().collect();
    let mut output = export::Output::create(Path::new(out), &formats).unwrap();
    for input in inputs {
        let (document, bytes) = input.open();
        let bytes = bytes.unwrap();
        let t = std::time::Instant::now();
        let outcome = assess::assess(document.clone(), &bytes);
        eprintln!("{} {:.1} ms {} bytes", input.source(), t.elapsed().as_secs_f64() * 1e3, bytes.len());
        output.add(&export::encode(&formats, &document, &outcome)).unwrap();
    }
    output.finish().unwrap();
}
