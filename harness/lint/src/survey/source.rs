//! What a derive was given.

use super::Place;
use serde::{Deserialize, Serialize};

/// A package of the program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Whether it is a member of the workspace: the user's own code.
    pub is_member: bool,
}

/// The input of `#[derive(Serialize)]` or `#[derive(Deserialize)]`: a type after macro expansion, with all of its
/// attributes except documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Whose code it is.
    pub package: Package,
    /// The name of the type, where it is declared.
    pub place: Place,
    /// What `syn` parses to a `DeriveInput`. Each token has the column that it has in its file.
    pub text: String,
    /// Where each line of the text comes from.
    pub lines: Vec<TextLine>,
    /// The files that [`lines`](Self::lines) speaks of.
    pub files: Vec<String>,
    /// The path of the module, if a type made of it was seen.
    pub module: Option<String>,
}

/// Where a line of a [`Source`]'s text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextLine {
    /// An index into [`Source::files`].
    pub file: u32,
    /// The line in that file, from 1.
    pub line: u32,
}

impl Source {
    /// The place in the user's file of a place in the text: a line from 1 and a column from 0, as `proc_macro2` counts them.
    pub fn place(&self, line: usize, column: usize) -> Option<Place> {
        let from = self.lines.get(line.checked_sub(1)?)?;
        let file = self.files.get(usize::try_from(from.file).ok()?)?.clone();
        let column = u32::try_from(column).ok()?.checked_add(1)?;
        Some(Place { file, line: from.line, column })
    }
}
