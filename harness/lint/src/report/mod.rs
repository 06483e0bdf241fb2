//! What people and programs are told of a survey: findings in six formats, a baseline, and the graph of all types.

mod baseline;
mod collect;
mod contents;
mod extent;
mod files;
mod fingerprint;
mod github;
mod group;
mod human;
mod json;
mod junit;
mod page;
mod problem;
mod sarif;
mod short;
mod totals;
mod types;
mod unused;

#[cfg(test)]
mod example;

pub use baseline::{Baseline, BaselineEntry, BaselineError};
pub(crate) use collect::outcome_of;
pub use collect::{Scope, report};
pub use contents::{Broken, Cell, Outcome, Part, Report, Unproven};
pub use extent::Extent;
pub use files::Files;
pub use github::github;
pub use human::{Look, human};
pub use json::{JSON_VERSION, json};
pub use junit::junit;
pub use page::{LINT_PAGES, LintPage, look_up_page};
pub use problem::{Call, Evidence, Problem, Severity, Step};
pub use sarif::sarif;
pub use short::short;
pub use totals::Totals;
pub(crate) use types::{class, code, document};
pub use types::{parts_list, types_page, types_table};
