//! Whether a cell ended as the author states, and what to do where it did not.

use super::tasks::TaskCell;
use super::types::{BY_THE_COMPILER, NO_SAMPLES, TypeCell};
use crate::matrix::{Expected, Outcome};

/// What the author states about a type in a format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Statement {
    /// The compiler refuses it.
    pub(super) refused: bool,
    /// A sample cannot be encoded.
    pub(super) errors: bool,
}

impl Statement {
    pub(super) fn expected(self) -> Expected {
        if self.refused || self.errors { Expected::Refused } else { Expected::Pass }
    }
}

/// Whether a type in a format ended as stated.
pub(super) fn type_verdict(cell: &TypeCell, stated: Statement, outcome: &Outcome) -> Result<(), String> {
    let row = format!("`{} in {}`", cell.name, cell.written);
    match (cell.accepted, stated.refused, outcome) {
        (true, true, _) => {
            Err(format!("{row} is listed under `refused`, and the compiler accepts it: delete it there"))
        }
        (false, true, _) => Ok(()),
        (false, false, outcome) => Err(format!(
            "the compiler refuses {row}{}: change the type (`#[sendable(formats({}))]` on it makes the compiler say why), or \
             list {row} under `refused`",
            after_the_compiler(outcome),
            cell.written
        )),
        (true, false, Outcome::Pass) if stated.errors => Err(format!(
            "{row} is listed under `errors`, and every sample is encoded: delete it there, or give the sample that is not"
        )),
        (true, false, Outcome::Pass) => Ok(()),
        (true, false, Outcome::Refused { .. }) if stated.errors => Ok(()),
        (true, false, Outcome::Refused { error }) => Err(format!(
            "a sample of {row} cannot be encoded: {error}; leave it out, or list {row} under `errors`"
        )),
        (true, false, Outcome::Failed { error }) if error == NO_SAMPLES => {
            Err(format!("{row} has no samples: give one of every variant, or a strategy that makes some"))
        }
        (true, false, other) => Err(format!(
            "the compiler accepts {row}, and a sample does not come back as it was: {other}; check the opt-ins (`accept`, \
             `trust`) and the impls written by hand, including `PartialEq`"
        )),
    }
}

/// What happened to the samples.
fn after_the_compiler(outcome: &Outcome) -> &str {
    let Outcome::Refused { error } = outcome else { return "" };
    error.strip_prefix(BY_THE_COMPILER).unwrap_or_default()
}

/// Whether a task on a backend in a format ended as stated.
pub(super) fn task_verdict(cell: &TaskCell, expected: Expected, outcome: &Outcome) -> Result<(), String> {
    if let Some(fault) = cell.cell.fault {
        return match expected.is_met_by(outcome) {
            true => Ok(()),
            false => Err(format!(
                "`{}` with the fault {fault} should end in {}, and {outcome}; if this is what you expect, state it with `Matrix::outcome`",
                cell.cell.workload,
                match expected {
                    Expected::Fails { with } => format!("a failure that says `{with}`"),
                    other => other.to_string(),
                }
            )),
        };
    }
    let (name, format) = (cell.cell.workload, cell.written);
    match (cell.accepted, cell.is_listed, outcome) {
        (true, true, Outcome::Refused { .. }) if cell.errors => Ok(()),
        (true, true, Outcome::Pass) if cell.errors => Err(format!(
            "`{name} errors in [{format}]` is stated, and every value is encoded: delete it there, or give the input that is not"
        )),
        (true, true, Outcome::Pass) | (false, false, _) => Ok(()),
        (true, true, Outcome::Refused { error }) => Err(format!(
            "a value of `{name}` cannot be encoded: {error}; leave it out, or say `{name} errors in [{format}]: ..`"
        )),
        (true, false, _) => Err(format!(
            "the compiler accepts `{name}` in `{format}`, and its row leaves it out: add `{format}` to `{name} in [..]`"
        )),
        (false, true, _) => Err(format!(
            "the compiler refuses to send `{name}` in `{format}`: leave it out, `{name} in [..]` names the formats that are \
             left, or change the types of its input and result"
        )),
        (true, true, other) => Err(format!("`{name}` does not return what it should: {other}")),
    }
}
