//! Workspaces that the tests write.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use wirecheck_lint::{Error, Options, Survey, survey};

/// The folder of this crate.
pub(crate) fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that is kept between runs, so that serde is compiled once.
fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("lint")
}

/// A workspace of one's own, with the lock file of the fixture, whose target folder all share.
pub(crate) struct Workspace {
    pub(crate) folder: PathBuf,
}

impl Workspace {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = kept().join(name);
        let _ = fs::remove_dir_all(&folder);
        let workspace = Self { folder };
        workspace.write(".cargo/config.toml", "[build]\ntarget-dir = \"../target\"\n[net]\noffline = true\n");
        workspace.write("Cargo.lock", &fs::read_to_string(here().join("tests/program/Cargo.lock")).unwrap());
        for (path, text) in files {
            workspace.write(path, text);
        }
        workspace
    }

    /// A package with these dependencies and this library.
    pub(crate) fn of_library(name: &str, dependencies: &str, text: &str) -> Self {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n[dependencies]\n{dependencies}\n"
        );
        Self::new(name, &[("Cargo.toml", &manifest), ("src/lib.rs", text)])
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn survey(&self, cargo: &[&str]) -> Result<Survey, Error> {
        let cargo = cargo.iter().map(Into::into).collect();
        survey(&Options { folder: Some(self.folder.clone()), cargo, is_quiet: true, ..Options::default() })
    }

    /// The notes of all crates, and when they were written.
    pub(crate) fn notes(&self) -> Vec<(PathBuf, SystemTime)> {
        let folder = kept().join("target/wirecheck-lint/notes");
        let files =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        let mut found: Vec<_> =
            files.map(|path| (path.clone(), fs::metadata(&path).unwrap().modified().unwrap())).collect();
        found.sort();
        found
    }

    /// Every file and what is in it.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        walk(&self.folder, &mut found);
        found.sort();
        found
    }
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
}

/// A folder and all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}
