//! The package of the program: its sources stay where they are, and its folder is in `target`.

use std::fs;
use std::path::{Path, PathBuf};

/// Writes the package, with the versions of this workspace.
pub(super) fn write() -> Result<PathBuf, String> {
    let krate = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = krate.ancestors().nth(2).unwrap_or(krate);
    let folder = root.join("target/agree");
    let manifest = format!(
        "[package]\nname = \"types\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[[bin]]\nname = \"types\"\npath = {:?}\n\n\
         [dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\nserde_repr = \"0.1\"\n\
         serde_with = {{ package = \"serde_with_macros\", version = \"3\" }}\n\
         wirecheck = {{ path = {:?}, default-features = false }}\n\n[workspace]\n",
        krate.join("examples/agree/program.rs"),
        root.join("harness"),
    );
    let text = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(text)?;
    fs::write(folder.join("Cargo.toml"), manifest).map_err(text)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(text)?;
    Ok(folder)
}
