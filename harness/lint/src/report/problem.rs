//! One thing that is wrong, with all that a reader needs to find and mend it.

use super::extent::Extent;
use super::files::Files;
pub use crate::judge::{Evidence, Severity};
use crate::survey::Place;
use serde::{Deserialize, Serialize};

/// A broken rule at a place: in one format or several, reached from one call or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The code of the rule: `WC0040`, or `WL0001` for those of the lint alone.
    pub code: String,
    /// The name of the rule.
    pub name: String,
    /// How sure the loss is.
    pub severity: Severity,
    /// The formats in which it is broken, by name.
    pub formats: Vec<String>,
    /// The type that breaks it, and further types that are made of the same declaration.
    pub types: Vec<String>,
    /// The tokens that break it; none where no declaration of the program does.
    pub extent: Option<Extent>,
    /// What is wrong: a lowercase sentence without a period.
    pub message: String,
    /// What happens when the program runs.
    pub why: String,
    /// What to write instead.
    pub fix: String,
    /// The steps from the type of the first call to the first of [`types`](Self::types).
    pub path: Vec<Step>,
    /// The calls that bring it to a format.
    pub calls: Vec<Call>,
    /// What the verdict rests on.
    pub evidence: Evidence,
}

/// A step from a type to one that it is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The type.
    pub type_name: String,
    /// The name of its field, with the variant before it; none inside a type of another crate.
    pub field: Option<String>,
    /// Where the type is declared, if that was seen.
    pub place: Option<Place>,
}

/// A call that brings a type to a format.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Call {
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// The function of the format: `bincode::serialize`.
    pub function: String,
    /// The type that is written or read there.
    pub type_name: String,
    /// The format.
    pub format: String,
    /// If the call stands in a generic function: where its type is chosen.
    pub chosen: Option<Place>,
}

impl Problem {
    /// Where to point: the tokens, else the first call.
    pub(crate) fn place(&self) -> Option<&Place> {
        self.extent
            .as_ref()
            .map(|extent| &extent.place)
            .or_else(|| self.calls.first().map(|call| &call.place))
    }

    /// The call to point at, where the declaration is not in the repository: nobody can comment on other files.
    pub(crate) fn nearest_call(&self, files: &Files) -> Option<&Place> {
        let is_there = self.extent.as_ref().is_some_and(|extent| files.is_in_repository(&extent.place.file));
        let call = self.calls.first().filter(|_| !is_there)?;
        Some(call.chosen.as_ref().unwrap_or(&call.place))
    }

    /// The path in one line: `app::State` has `config` -> `app::Config`.
    pub(crate) fn path_line(&self) -> Option<String> {
        if self.path.is_empty() {
            return None;
        }
        let steps = self.path.iter().map(|step| match &step.field {
            Some(field) => format!("`{}` has `{field}`", step.type_name),
            None => format!("`{}` holds", step.type_name),
        });
        let steps: Vec<String> = steps.collect();
        let last = self.types.first().map(String::as_str).unwrap_or_default();
        Some(format!("{} -> `{last}`", steps.join(" -> ")))
    }

    /// The formats in one text: `bincode`, `postcard`.
    pub(crate) fn formats_line(&self) -> String {
        self.formats.iter().map(|format| format!("`{format}`")).collect::<Vec<_>>().join(", ")
    }
}
