//! What is wrong with a type in a format, in words for whoever wrote the type.

use super::fix::{fix, plain};
use super::node::{At, Wrong};
use super::way::Way;
use crate::survey::{Place, Survey};
use serde::{Deserialize, Serialize};
use std::fmt;
use wirecheck_rules::rules::{
    asked, borrowed_type, hand_written_conversion, hand_written_with, one_sided_conversion, one_sided_skip,
    one_sided_with, other_serde_derive, refused, remote, skip, skip_if_default,
};
use wirecheck_rules::{Reporter, Rule};

/// A broken rule, where it is broken.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Whether it is a loss, or something that only its author knows.
    pub severity: Severity,
    /// The tokens that break it; none where no declaration of the program does.
    pub mark: Option<Mark>,
    /// The type that breaks it.
    pub type_name: String,
    /// The steps from the type that was asked about to that one.
    pub path: Vec<Step>,
    /// What is wrong.
    pub what: String,
    /// What happens when the program runs.
    pub why: String,
    /// What to write instead.
    pub fix: String,
}

/// How sure the loss is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Some value is lost, or the types do not tell it apart from another one.
    Error,
    /// It depends on code, or on values, that types do not tell: the derive would ask its author to vouch for it.
    Review,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Review => "review",
        })
    }
}

/// Tokens in a file of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where they begin.
    pub place: Place,
    /// The line at which they end.
    pub end_line: u32,
    /// The column behind them, from 1.
    pub end_column: u32,
    /// The source that they are in: an index into [`Survey::sources`].
    pub source: usize,
}

/// A step from a type to one that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The type.
    pub type_name: String,
    /// The name of its field, with the variant before it; none inside a type of std.
    pub field: Option<String>,
}

impl Mark {
    fn new(survey: &Survey, at: At) -> Option<Self> {
        let source = survey.sources.get(at.source)?;
        let end = source.place(at.end.line, at.end.column)?;
        let place = source.place(at.start.line, at.start.column)?;
        Some(Self { place, end_line: end.line, end_column: end.column, source: at.source })
    }
}

/// A finding of what is wrong, in a format.
pub(crate) fn finding(
    survey: &Survey,
    wrong: &Wrong,
    path: Vec<Step>,
    type_name: String,
    way: Way,
) -> Finding {
    let format = way.format().map_or("this format", |format| format.name);
    // In the words of a capability `Self` is the format, and in those of a bound the type.
    let is_of_format = matches!(wrong.rule.reporter, Reporter::Capability(_))
        || wrong.rule.code == asked::tells_apart::RULE.code;
    let this = if is_of_format {
        format.to_owned()
    } else {
        format!("`{}`", wrong.of.as_ref().unwrap_or(&type_name))
    };
    let words = |text: &str| plain(text, &this, &type_name, format);
    let mut what = words(wrong.rule.summary);
    if !wrong.detail.is_empty() {
        what = format!("{what}: {}", wrong.detail);
    }
    let why = match wrong.need {
        Some(need) => format!("`{}`: {}", need.attribute, need.why),
        None => words(wrong.rule.why),
    };
    Finding {
        rule: wrong.rule,
        severity: severity(wrong, way),
        mark: wrong.at.and_then(|at| Mark::new(survey, at)),
        fix: words(&fix(wrong.rule)),
        type_name,
        path,
        what,
        why,
    }
}

fn severity(wrong: &Wrong, way: Way) -> Severity {
    /// An opt-in is all that the derive asks for: the value may be meant to be left out, or the code may be right.
    const OPT_IN: &[&Rule] = &[
        &borrowed_type::RULE,
        &skip::RULE,
        &one_sided_with::RULE,
        &hand_written_with::RULE,
        &one_sided_conversion::RULE,
        &skip_if_default::RULE,
        &hand_written_conversion::RULE,
        &remote::RULE,
        &other_serde_derive::RULE,
        &refused::borrowed::RULE,
        &refused::process_local::RULE,
        &refused::loses_scope::RULE,
        &refused::loses_exhaustion::RULE,
        &refused::shared_ownership::RULE,
        &refused::leap_second::RULE,
        &refused::zone_without_name::RULE,
        &refused::mixed_units::RULE,
        &refused::unstable_text::RULE,
        &refused::more_than_text::RULE,
    ];
    // With names, what is not written is missing, or gets its default: that may be meant. Without, it shifts all that follows.
    let is_left_out = wrong.rule.code == one_sided_skip::RULE.code && way.can("NamedFields");
    let is_opt_in = is_left_out || OPT_IN.iter().any(|rule| rule.code == wrong.rule.code);
    if is_opt_in || wrong.is_unknown { Severity::Review } else { Severity::Error }
}
