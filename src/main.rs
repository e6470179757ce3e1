//! The `hyokasho` command.

fn main() -> std::process::ExitCode {
    hyokasho::cli::run()
}
