//! A rule as text for people: a page in Markdown, and a line in a list.

use crate::{ALL, Concerns, FORMATS, Reporter, Rule};
use std::fmt::{self, Write as _};

impl Rule {
    /// The formats that the rule is about, by what they can do and by name.
    ///
    /// ```
    /// let rule = wirecheck_rules::find("WC0040").unwrap();
    /// assert!(rule.formats().starts_with("those without `SelfDescribing`: `bincode`, "));
    /// ```
    pub fn formats(&self) -> String {
        // What no trait of the format decides is refused before a format is known.
        let before = match self.reporter {
            Reporter::Derive | Reporter::Closure => "refused for all; it shows in ",
            _ => "",
        };
        match self.concerns {
            Concerns::Every => "all".to_owned(),
            Concerns::With(capability) => {
                format!("{before}those with `{capability}`: {}", names(capability, true))
            }
            Concerns::Without(capability) => {
                format!("{before}those without `{capability}`: {}", names(capability, false))
            }
        }
    }

    /// The rule's page in Markdown.
    ///
    /// ```
    /// let page = wirecheck_rules::find("WC0012").unwrap().page();
    /// assert!(page.starts_with("## WC0012 `duplicate-name`\n"));
    /// assert!(page.contains("\nAccepted:\n"));
    /// ```
    pub fn page(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_page(&mut text);
        text
    }

    fn write_page(&self, text: &mut String) -> fmt::Result {
        writeln!(text, "## {} `{}`\n", self.code, self.slug)?;
        writeln!(text, "{}.\n", sentence(&self.plain(self.summary)))?;
        writeln!(text, "Why: {}.\n", self.plain(self.why))?;
        writeln!(text, "Refused:\n\n```rust\n{}\n```\n", self.fails)?;
        writeln!(text, "Accepted:\n\n```rust\n{}\n```\n", self.passes)?;
        for way in self.help.lines() {
            writeln!(text, "- help: {}", self.plain(way))?;
        }
        if !self.python.is_empty() {
            writeln!(text, "- python: {}", self.python)?;
        }
        if let Some(opt_in) = self.opt_in() {
            writeln!(text, "- if it is meant: `#[sendable({opt_in})]`, with the formats in which it holds")?;
        } else {
            writeln!(text, "- it cannot be accepted")?;
        }
        writeln!(text, "- formats: {}", self.formats())?;
        writeln!(text, "- said by: {}", self.reporter)
    }
}

/// The names of the formats that have a capability, or of those that lack it.
fn names(capability: &str, wanted: bool) -> String {
    let names: Vec<_> = FORMATS
        .iter()
        .filter(|format| format.can(capability) == Some(wanted))
        .map(|format| format!("`{}`", format.name))
        .collect();
    if names.is_empty() { "none of those here".to_owned() } else { names.join(", ") }
}

/// One line for each rule: code, name and summary.
///
/// ```
/// assert!(wirecheck_rules::list().starts_with("WC0001  unknown-word "));
/// ```
pub fn list() -> String {
    let mut text = String::new();
    let width = ALL.iter().map(|rule| rule.slug.len()).max().unwrap_or_default();
    for rule in ALL {
        let _ = writeln!(text, "{}  {:width$}  {}", rule.code, rule.slug, rule.plain(rule.summary));
    }
    text
}

/// The text with a capital letter first, unless it begins with code.
///
/// ```
/// assert_eq!(wirecheck_rules::sentence("one thing"), "One thing");
/// assert_eq!(wirecheck_rules::sentence("`flatten` of it"), "`flatten` of it");
/// ```
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Who says it, for the end of a page.
impl fmt::Display for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Derive => f.write_str("the derive, at the type, field or attribute"),
            Self::Closure => f.write_str("the macro `closure!`"),
            Self::Capability(name) => {
                write!(f, "rustc, where a format without `{name}` is used with the type")
            }
            Self::Bound(name) => write!(f, "rustc, where `{name}` is asked for"),
            Self::Refusal(name) => write!(f, "rustc, where the type is sent; no format has `{name}`"),
            Self::Build => f.write_str("rustc, when it generates code: `cargo build`, not `cargo check`"),
            Self::Run => f.write_str("the program when it runs, as an error of the call"),
        }
    }
}
