//! The workspace once more, as folders with links to its files.

use crate::build::Error;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What is mirrored.
pub(super) struct Mirror {
    /// The folder of all mirrors, in which paths of the system are repeated, so that `../other` leads to the mirror of the other.
    base: PathBuf,
    root: PathBuf,
    /// Where cargo builds: never mirrored.
    target: PathBuf,
}

impl Mirror {
    pub(super) fn new(base: PathBuf, root: PathBuf, target: PathBuf) -> Self {
        Self { base, root, target }
    }

    /// The mirror of a path.
    pub(super) fn of(&self, path: &Path) -> PathBuf {
        let mut found = self.base.clone();
        found.extend(path.components().filter(|part| matches!(part, Component::Normal(_))));
        found
    }

    /// Makes it anew. Folders of packages are folders, so that a program that runs in one stays in the mirror.
    pub(super) fn make(&self, packages: &[PathBuf]) -> Result<(), Error> {
        if self.base.is_dir() {
            fs::remove_dir_all(&self.base).map_err(|error| Error::io(&self.base, &error))?;
        }
        let mut real = BTreeSet::from([self.root.clone()]);
        let mut others = BTreeSet::new();
        for package in packages {
            if package.starts_with(&self.root) {
                real.extend(
                    package.ancestors().take_while(|folder| *folder != self.root).map(Path::to_owned),
                );
            } else if let Some(other) = self.below_common(package) {
                others.insert(other);
            }
        }
        for folder in &real {
            self.fill(folder, &real)?;
        }
        others.iter().try_for_each(|other| link(other, &self.of(other)))
    }

    /// The outermost folder of a package that is none of ours: its own workspace is in there.
    fn below_common(&self, package: &Path) -> Option<PathBuf> {
        let mut all: Vec<&Path> = package.ancestors().collect();
        all.reverse();
        all.into_iter().find(|folder| !self.root.starts_with(folder)).map(Path::to_owned)
    }

    fn fill(&self, folder: &Path, real: &BTreeSet<PathBuf>) -> Result<(), Error> {
        let to = self.of(folder);
        let failed = |error: std::io::Error| Error::io(&to, &error);
        fs::create_dir_all(&to).map_err(failed)?;
        for entry in fs::read_dir(folder).map_err(|error| Error::io(folder, &error))?.flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let is_lock = folder == self.root && name == "Cargo.lock";
            // Cargo finds the configuration of the root on its way up, if it is above.
            let is_above = name == ".cargo" && self.base.starts_with(folder);
            if is_lock || is_above || name == ".git" || self.target == path || real.contains(&path) {
                continue;
            }
            if self.base.starts_with(&path) {
                continue;
            }
            link(&path, &to.join(name))?;
        }
        if folder == self.root {
            let lock = self.root.join("Cargo.lock");
            if lock.is_file() {
                // Its permissions may be those of a file that is only read.
                let text = fs::read(&lock).map_err(|error| Error::io(&lock, &error))?;
                fs::write(to.join("Cargo.lock"), text).map_err(failed)?;
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<(), Error> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    }
    std::os::unix::fs::symlink(from, to).map_err(|error| Error::io(to, &error))
}

#[cfg(not(unix))]
fn link(from: &Path, _to: &Path) -> Result<(), Error> {
    let text = format!(
        "{} needs a symbolic link, and this system has none for everybody; measure on Linux or macOS",
        from.display()
    );
    Err(Error::measure(text))
}
