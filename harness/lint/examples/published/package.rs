//! A crate as cargo fetches it, in a folder of its own.

use super::list::Pinned;
use super::put;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a packed crate may bring that is about the machine of its author.
const LEFT_OUT: &[&str] = &["rust-toolchain", "rust-toolchain.toml", ".cargo", "target"];

/// Fetches a crate, or writes the program that uses it, and returns the folder.
pub(super) fn prepare(work: &Path, pinned: &Pinned) -> Result<PathBuf, String> {
    // One folder for what is built of all of them, and no lint of a new compiler that an old crate denies.
    let built = work.join("built");
    let config = format!("[build]\ntarget-dir = {built:?}\nrustflags = [\"--cap-lints=allow\"]\n");
    put(&work.join(".cargo/config.toml"), &config)?;
    let folder = work.join("crates").join(&pinned.name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    if let Some(program) = &pinned.program {
        let dependencies = format!("{}\n{}", dependency(pinned), program.dependencies.join("\n"));
        put(&folder.join("Cargo.toml"), &manifest("program", &dependencies))?;
        put(&folder.join("src/main.rs"), &program.source)?;
        return Ok(folder);
    }
    let fetch = work.join("fetch").join(&pinned.name);
    put(&fetch.join("Cargo.toml"), &manifest("fetch", &dependency(pinned)))?;
    put(&fetch.join("src/lib.rs"), "")?;
    let from = source(&fetch, pinned)?;
    copy(&from, &folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = if text.contains("\n[workspace]") { text } else { text + "\n[workspace]\n" };
    put(&path, &text)?;
    Ok(folder)
}

fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n"
    )
}

fn dependency(pinned: &Pinned) -> String {
    let Pinned { name, version, features, default_features, .. } = pinned;
    // A requirement has no build metadata.
    let version = version.split('+').next().unwrap_or(version);
    format!(
        "{name} = {{ version = \"={version}\", features = {features:?}, default-features = {default_features} }}"
    )
}

/// Where cargo has put the sources.
fn source(fetch: &Path, pinned: &Pinned) -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version=1"])
        .current_dir(fetch)
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| package["name"] == *pinned.name && package["version"] == *pinned.version)
        .find_map(|package| Some(Path::new(package["manifest_path"].as_str()?).parent()?.to_owned()))
        .ok_or_else(|| "cargo does not tell where its sources are".to_owned())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if LEFT_OUT.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
