//! The packages of the programs that are surveyed: in `target`, with the versions of this workspace.

use std::fs;
use std::path::{Path, PathBuf};

/// The sources of this crate.
pub(super) fn krate() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn root() -> &'static Path {
    krate().ancestors().nth(2).unwrap_or(krate())
}

/// A folder of this name in `target`.
pub(super) fn folder(name: &str) -> PathBuf {
    root().join("target").join(name)
}

/// Writes the manifest of a program whose source is this file, and returns the folder.
pub(super) fn write(folder: &Path, name: &str, file: &Path) -> Result<PathBuf, String> {
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[[bin]]\nname = {name:?}\npath = {file:?}\n\n\
         [dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\nserde_repr = \"0.1\"\n\
         serde_with = {{ package = \"serde_with_macros\", version = \"3\" }}\n\
         wirecheck = {{ path = {:?}, default-features = false }}\n\
         wirecheck-random-support = {{ path = {:?} }}\n\n[workspace]\n",
        root().join("harness"),
        root().join("tests/types/random/support"),
    );
    let manifest = if name == "random" {
        manifest
    } else {
        manifest.lines().filter(|line| !line.starts_with("wirecheck-random")).collect::<Vec<_>>().join("\n")
    };
    let text = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(text)?;
    fs::write(folder.join("Cargo.toml"), manifest).map_err(text)?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).map_err(text)?;
    Ok(folder.to_owned())
}
