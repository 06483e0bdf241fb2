//! Findings that are known and left for later: only new ones are told.
//!
//! An entry has no line number, so edits elsewhere do not touch it. One that nothing breaks any more is stale, so that the list
//! only gets shorter.

use super::contents::Report;
use super::files::Files;
use super::fingerprint::Fingerprint;
use super::problem::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The version of the file.
const VERSION: u32 = 1;

/// Known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    selection: String,
    counts: BTreeMap<(Fingerprint, String), usize>,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineEntry {
    /// The code of the rule.
    pub rule: String,
    /// The path of the type.
    #[serde(rename = "type")]
    pub type_path: String,
    /// The tokens that break the rule.
    pub tokens: String,
    /// The format; empty for a comment.
    pub format: String,
    /// How many there are.
    pub count: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    /// None in a file about everything.
    #[serde(default)]
    selection: String,
    findings: Vec<BaselineEntry>,
}

/// Why a file is no baseline.
#[derive(Debug)]
pub enum BaselineError {
    /// It is no JSON, or not of this shape.
    Syntax(serde_json::Error),
    /// It is of another version of wirecheck.
    Version(u32),
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => {
                write!(f, "it is not a baseline: {error}; `--update-baseline` writes a new one")
            }
            Self::Version(version) => write!(
                f,
                "it has version {version}, and this program reads version {VERSION}; `--update-baseline` writes a new one"
            ),
        }
    }
}

impl std::error::Error for BaselineError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Syntax(error) => Some(error),
            Self::Version(_) => None,
        }
    }
}

impl Baseline {
    /// A baseline of all findings of a report.
    pub fn of(report: &Report, files: &Files) -> Self {
        let mut counts = BTreeMap::new();
        for problem in &report.problems {
            let fingerprint = Fingerprint::of(problem, files);
            for format in formats(problem) {
                *counts.entry((fingerprint.clone(), format)).or_default() += 1;
            }
        }
        Self { selection: String::new(), counts }
    }

    /// Says which part of the program the findings are of, in the words of the command line; nothing for all of it.
    #[must_use]
    pub fn of_selection(self, selection: String) -> Self {
        Self { selection, ..self }
    }

    /// The part of the program that the findings are of; empty for all of it.
    pub fn selection(&self) -> &str {
        &self.selection
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// When it is not the text of a baseline.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        // Another version may have other fields.
        let head: Head = serde_json::from_str(text).map_err(BaselineError::Syntax)?;
        if head.version != VERSION {
            return Err(BaselineError::Version(head.version));
        }
        let document: Document = serde_json::from_str(text).map_err(BaselineError::Syntax)?;
        debug_assert_eq!(document.version, VERSION);
        let mut counts = BTreeMap::new();
        for entry in document.findings {
            let BaselineEntry { rule, type_path, tokens, format, count } = entry;
            *counts.entry((Fingerprint { rule, type_path, tokens }, format)).or_default() += count;
        }
        Ok(Self { selection: document.selection, counts })
    }

    /// The file's text: sorted, a line for each entry, so that a change of it is small and merges.
    ///
    /// # Errors
    /// Those of the serializer; none is known.
    pub fn to_text(&self) -> serde_json::Result<String> {
        let lines =
            self.entries().map(|entry| serde_json::to_string(&entry).map(|line| format!("\n    {line}")));
        let lines = lines.collect::<serde_json::Result<Vec<_>>>()?.join(",");
        let end = if lines.is_empty() { "" } else { "\n  " };
        let selection = match self.selection.as_str() {
            "" => String::new(),
            words => format!("  \"selection\": {},\n", serde_json::to_string(words)?),
        };
        Ok(format!("{{\n  \"version\": {VERSION},\n{selection}  \"findings\": [{lines}{end}]\n}}\n"))
    }

    /// Takes what is known out of a report, counts it there, and returns the entries that nothing breaks any more.
    ///
    /// `asked` are the formats of a run that was not about all of them: entries of others are left alone.
    pub fn apply(&self, report: &mut Report, files: &Files, asked: Option<&[String]>) -> Vec<BaselineEntry> {
        let mut left = self.counts.clone();
        let mut known = 0;
        report.problems.retain_mut(|problem| {
            let fingerprint = Fingerprint::of(problem, files);
            let mut take = |format: &str| match left.get_mut(&(fingerprint.clone(), format.to_owned())) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            };
            if problem.formats.is_empty() {
                let is_known = take("");
                known += usize::from(is_known);
                return !is_known;
            }
            problem.formats.retain(|format| !take(format));
            known += usize::from(problem.formats.is_empty());
            let formats = &problem.formats;
            problem.calls.retain(|call| formats.contains(&call.format));
            !problem.formats.is_empty()
        });
        report.baselined = known;
        let is_asked =
            |format: &String| asked.is_none_or(|asked| format.is_empty() || asked.contains(format));
        left.retain(|(_, format), count| *count > 0 && is_asked(format));
        Self { counts: left, ..Self::default() }.entries().collect()
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    fn entries(&self) -> impl Iterator<Item = BaselineEntry> {
        self.counts.iter().map(|((fingerprint, format), count)| BaselineEntry {
            rule: fingerprint.rule.clone(),
            type_path: fingerprint.type_path.clone(),
            tokens: fingerprint.tokens.clone(),
            format: format.clone(),
            count: *count,
        })
    }
}

/// The formats of a problem; one without a name for a comment, which is about none.
fn formats(problem: &Problem) -> Vec<String> {
    if problem.formats.is_empty() { vec![String::new()] } else { problem.formats.clone() }
}

impl fmt::Display for BaselineEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, type_path, tokens, format, count } = self;
        write!(f, "{rule} `{type_path}`")?;
        if !tokens.is_empty() {
            write!(f, " at `{tokens}`")?;
        }
        if !format.is_empty() {
            write!(f, " in {format}")?;
        }
        if *count > 1 { write!(f, " ({count} of them)") } else { Ok(()) }
    }
}

#[cfg(test)]
#[path = "baseline_tests.rs"]
mod tests;
