//! The files that the commands read and write.

use crate::command::Failure;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{fs, io};
use wirecheck_evolution::lock::Lock;
use wirecheck_evolution::roots::Config;

/// What is kept and sent, next to the workspace's `Cargo.lock`.
pub(super) const LOCK: &str = "wire.lock";
/// What the user says of it.
const CONFIG: &str = "wirecheck.toml";

/// The path of the lock file in a workspace.
pub(super) fn lock_path(root: &Path) -> PathBuf {
    root.join(LOCK)
}

/// The lock file, if there is one.
pub(super) fn lock(path: &Path) -> Result<Option<Lock>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text, &path.display().to_string()).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Usage(format!("`{}` cannot be read: {error}", path.display()))),
    }
}

/// The lock file, which must be there.
pub(super) fn lock_there(path: &Path) -> Result<Lock, Failure> {
    lock(path)?.ok_or_else(|| {
        Failure::Usage(format!("there is no `{}`; `cargo wirecheck lock` writes it", path.display()))
    })
}

/// A lock file from its text; `name` says where it is from.
pub(super) fn parse(text: &str, name: &str) -> Result<Lock, Failure> {
    text.parse().map_err(|error| Failure::Usage(format!("`{name}`: {error}")))
}

/// Writes a lock file. One that is stopped leaves the old one whole.
pub(super) fn write(path: &Path, lock: &Lock) -> Result<(), Failure> {
    let failed = |error: io::Error| {
        Failure::Output(io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    };
    let new = path.with_extension("lock.new");
    fs::write(&new, lock.to_string()).and_then(|()| fs::rename(&new, path)).map_err(failed)
}

/// What the user says; nothing if there is no file.
pub(super) fn config(root: &Path) -> Result<Config, Failure> {
    let path = root.join(CONFIG);
    match fs::read_to_string(&path) {
        Ok(text) => {
            Config::parse(&text).map_err(|error| Failure::Usage(format!("`{}`: {error}", path.display())))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => Err(Failure::Usage(format!("`{}` cannot be read: {error}", path.display()))),
    }
}

/// The versions of the program's crates, by the names that code has for them; without those that are there twice.
pub(super) fn versions(root: &Path) -> HashMap<String, String> {
    let text = fs::read_to_string(root.join("Cargo.lock")).unwrap_or_default();
    let file: toml::Table = text.parse().unwrap_or_default();
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for package in file.get("package").and_then(toml::Value::as_array).into_iter().flatten() {
        let word = |key: &str| package.get(key).and_then(toml::Value::as_str);
        if let (Some(name), Some(version)) = (word("name"), word("version")) {
            found.entry(name.replace('-', "_")).or_default().push(version.to_owned());
        }
    }
    found
        .into_iter()
        .filter_map(|(name, all)| <[String; 1]>::try_from(all).ok().map(|[one]| (name, one)))
        .collect()
}
