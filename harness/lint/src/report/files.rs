//! The user's files, as text to point into.

use super::extent::Extent;
use crate::survey::Place;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Reads each file once. A file that cannot be read has no text, and what points there is told without it.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    below: String,
    texts: RefCell<BTreeMap<String, Option<Rc<str>>>>,
}

impl Files {
    /// Files by the names that a survey has: relative to `root`, the root of the workspace, or absolute.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), below: String::new(), texts: RefCell::default() }
    }

    /// Sets the folder of the workspace in its repository, such as `server`: services that show findings ask for paths from
    /// there.
    #[must_use]
    pub fn below(mut self, folder: &Path) -> Self {
        self.below = slashes(&folder.to_string_lossy());
        self
    }

    /// Gives a file's text, in the place of what is on the disk.
    pub fn set(&self, file: &str, text: &str) {
        self.texts.borrow_mut().insert(file.to_owned(), Some(text.into()));
    }

    /// The text of a file.
    pub fn text(&self, file: &str) -> Option<Rc<str>> {
        let read = || fs::read_to_string(self.root.join(file)).ok().map(Into::into);
        self.texts.borrow_mut().entry(file.to_owned()).or_insert_with(read).clone()
    }

    /// The files that were asked for.
    pub(crate) fn read(&self) -> Vec<PathBuf> {
        self.texts.borrow().keys().map(|file| self.root.join(file)).collect()
    }

    /// Whether a file is the user's own.
    pub(crate) fn is_in_repository(&self, file: &str) -> bool {
        !Path::new(&self.in_repository(file)).is_absolute()
    }

    /// A file as the repository names it, with `/`; absolute where it is not in there.
    pub(crate) fn in_repository(&self, file: &str) -> String {
        let file =
            Path::new(file).strip_prefix(&self.root).map_or_else(|_| file.into(), Path::to_string_lossy);
        let file = slashes(&file);
        if self.below.is_empty() || Path::new(&file).is_absolute() {
            file
        } else {
            format!("{}/{file}", self.below)
        }
    }

    /// The tokens of an extent, on one line.
    pub(crate) fn tokens(&self, extent: &Extent) -> Option<String> {
        let text = self.text(&extent.place.file)?;
        let tokens = text.get(range(&text, extent)?)?;
        Some(tokens.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The bytes of an extent.
pub(crate) fn range(text: &str, extent: &Extent) -> Option<Range<usize>> {
    let start = offset(text, extent.place.line, extent.place.column.max(1))?;
    let end = offset(text, extent.end_line, extent.end_column.max(1))?;
    (start < end).then_some(start..end)
}

/// The bytes of a call: its path or method from the column on; the whole line where no column is known.
pub(crate) fn call_range(text: &str, place: &Place) -> Option<Range<usize>> {
    let start = offset(text, place.line, place.column.max(1))?;
    let line = text.get(start..)?.lines().next()?;
    if place.column == 0 {
        let indent = line.len() - line.trim_start().len();
        return Some(start + indent..start + line.trim_end().len().max(indent));
    }
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '.');
    let length = line.find(|letter| !is_name(letter)).unwrap_or(line.len());
    let length = if length == 0 { line.chars().next().map_or(0, char::len_utf8) } else { length };
    Some(start..start + length)
}

/// The byte at which a character stands; the end of the line for those behind it.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(before..)?;
    if rest.is_empty() && line > 0 && !text.ends_with('\n') {
        return None;
    }
    let rest = rest.split('\n').next()?.trim_end_matches('\r');
    let letters = usize::try_from(column).ok()?.checked_sub(1)?;
    Some(before + rest.char_indices().nth(letters).map_or(rest.len(), |(at, _)| at))
}

fn slashes(path: &str) -> String {
    path.replace('\\', "/")
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
