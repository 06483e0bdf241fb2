//! Executables on a node's disk, by the hash of their content.
//!
//! A file is not believed: whoever reads it checks it. So nodes of one machine can share a directory.

use crate::digest::Digest;
use rustix::fs::{Mode, OFlags, open};
use rustix::process::geteuid;
use std::fs::{DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use wirecheck::Error;
use wirecheck::cluster::{refused, system};

/// A part of a file that was not finished in this time is left over.
const LEFT_OVER: Duration = Duration::from_secs(3600);
/// What the name of such a part ends with.
const PART: &str = ".part";

/// A directory with executables.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    /// The most bytes of all of them, unless one alone has more.
    most: u64,
}

/// A file that is being filled. It is removed if it is not [kept](Self::keep).
#[derive(Debug)]
pub(crate) struct Part {
    file: File,
    path: PathBuf,
    place: PathBuf,
    cache: Cache,
}

impl Cache {
    /// A directory that only this user can enter. It is made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made, or others can enter it.
    pub(crate) fn open(folder: &Path, most: u64) -> Result<Self, Error> {
        let failed = |error| {
            system(
                format!("the cache of a node, the directory `{}`, cannot be used", folder.display()),
                error,
            )
        };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let known = std::fs::metadata(folder).map_err(failed)?;
        let (owner, mode) = (known.uid(), known.mode() & 0o777);
        if owner != geteuid().as_raw() || mode & 0o077 != 0 {
            return Err(refused(format!(
                "the cache of a node, the directory `{}`, has the owner {owner} and the mode {mode:o}: give the node a directory of \
                 its user with the mode 700, by `WIRECHECK_NODE_CACHE`",
                folder.display()
            )));
        }
        let cache = Self { folder: folder.to_owned(), most };
        cache.remove_left_over();
        Ok(cache)
    }

    /// Where it is unless that is said.
    pub(crate) fn usual_folder(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Option<PathBuf> {
        let set = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let base = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))?;
        Some(base.join("wirecheck").join("programs"))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn place(&self, name: &Digest) -> PathBuf {
        self.folder.join(name.hex())
    }

    /// A file that may have this content. It counts as used.
    pub(crate) fn find(&self, name: &Digest) -> Option<File> {
        // Not through a link.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let file = File::from(open(self.place(name), flags, Mode::empty()).ok()?);
        file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        // At worst it is removed earlier than others.
        let _ = file.set_modified(SystemTime::now());
        Some(file)
    }

    /// Begins a file with this content.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn begin(&self, name: &Digest) -> io::Result<Part> {
        let path = self.folder.join(format!("{}.{:x}{PART}", name.hex(), crate::access::new_number()));
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let file = File::from(open(&path, flags, Mode::RUSR | Mode::WUSR)?);
        Ok(Part { file, path, place: self.place(name), cache: self.clone() })
    }

    /// Removes a file whose content is wrong.
    pub(crate) fn remove(&self, name: &Digest) {
        let _ = std::fs::remove_file(self.place(name));
    }

    /// What is there, last used first.
    pub(crate) fn names(&self) -> Vec<Digest> {
        let named = |file: Kept| Digest::from_hex(file.path.file_name()?.to_str()?);
        self.kept().into_iter().filter_map(named).collect()
    }

    /// Bytes of all of them.
    pub(crate) fn bytes(&self) -> u64 {
        self.kept().iter().map(|file| file.bytes).sum()
    }

    fn kept(&self) -> Vec<Kept> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut kept: Vec<Kept> = entries
            .filter_map(|entry| {
                let known = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
                Digest::from_hex(entry.file_name().to_str()?)?;
                Some(Kept { path: entry.path(), bytes: known.len(), used: known.modified().ok()? })
            })
            .collect();
        kept.sort_by_key(|file| std::cmp::Reverse(file.used));
        kept
    }

    /// Removes what was not used for the longest time until the rest is small enough, but not `last`.
    fn shrink(&self, last: &Path) {
        let kept = self.kept();
        let mut bytes: u64 = kept.iter().map(|file| file.bytes).sum();
        for file in kept.iter().rev().filter(|file| file.path != last) {
            if bytes <= self.most {
                return;
            }
            if std::fs::remove_file(&file.path).is_ok() {
                bytes -= file.bytes;
            }
        }
    }

    fn remove_left_over(&self) {
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let is_part = entry.file_name().to_str().is_some_and(|name| name.ends_with(PART));
            let age = entry.metadata().and_then(|known| known.modified()).map(|at| at.elapsed());
            if is_part && age.is_ok_and(|age| age.is_ok_and(|age| age > LEFT_OVER)) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

struct Kept {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}

impl Part {
    /// It is complete. Others are removed if there are too many bytes now.
    ///
    /// # Errors
    /// When it cannot take its place.
    pub(crate) fn keep(self) -> io::Result<()> {
        std::fs::rename(&self.path, &self.place)?;
        self.cache.shrink(&self.place);
        Ok(())
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // There is none by this name once it was kept.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
