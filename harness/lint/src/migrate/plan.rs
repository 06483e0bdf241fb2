//! What to do with a type and its bytes.

use super::fate::Fate;
use super::moved::{Bytes, Moved};
use super::setup::Setup;
use crate::report::Outcome;
use serde::Serialize;

/// One way to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Which.
    pub kind: PlanKind,
    /// The targets that it is open to.
    pub targets: Vec<&'static str>,
    /// What to do, in a sentence.
    pub text: String,
}

/// Ways to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanKind {
    /// A target writes the same bytes: only the calls change.
    KeepBytes,
    /// New values behind a tag byte, and two readers.
    TwoReaders,
    /// Both ends change in one release.
    ChangeTogether,
    /// What is there is deleted, and made anew.
    DropOld,
    /// No target takes the type.
    Mend,
}

impl PlanKind {
    /// A few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::KeepBytes => "keep the bytes",
            Self::TwoReaders => "tag byte and two readers",
            Self::ChangeTogether => "change both ends together",
            Self::DropOld => "drop what is there",
            Self::Mend => "mend the type first",
        }
    }
}

/// The ways for a type, the best first.
pub(crate) fn plans(fate: Fate, layout: Option<Setup>, targets: &[Moved]) -> Vec<Plan> {
    let takes = |moved: &&Moved| matches!(moved.outcome, Outcome::Accepted | Outcome::Unproven);
    let open: Vec<&Moved> = targets.iter().filter(takes).collect();
    if open.is_empty() {
        let text = "no target brings all of its values back: see the reasons, and `cargo wirecheck lint --formats ..` for the lines";
        return vec![Plan { kind: PlanKind::Mend, targets: Vec::new(), text: text.to_owned() }];
    }
    let of = |is_same: bool| -> Vec<&'static str> {
        open.iter()
            .filter(|moved| (moved.bytes == Bytes::Same) == is_same)
            .map(|moved| moved.target)
            .collect()
    };
    let (same, other) = (of(true), of(false));
    let mut plans = Vec::new();
    if !same.is_empty() {
        let text =
            "change the calls: old bytes are read as they are, and old programs read new ones".to_owned();
        plans.push(Plan { kind: PlanKind::KeepBytes, targets: same, text });
    }
    let is_kept = fate != Fate::Transient;
    if is_kept && !other.is_empty() {
        plans.push(Plan {
            kind: PlanKind::TwoReaders,
            text: two_readers(layout, &other),
            targets: other.clone(),
        });
    }
    if fate != Fate::Persisted && !other.is_empty() {
        let text = "nothing is kept: change both ends in one release, or send a version first while old ones are left";
        plans.push(Plan { kind: PlanKind::ChangeTogether, targets: other.clone(), text: text.to_owned() });
    }
    if is_kept && !other.is_empty() {
        let text = "if it is a cache: give it another name, or delete it when it cannot be read";
        plans.push(Plan { kind: PlanKind::DropOld, targets: other, text: text.to_owned() });
    }
    plans
}

fn two_readers(layout: Option<Setup>, targets: &[&'static str]) -> String {
    let old = match layout {
        Some(setup) if setup.is_legacy() => Some("Bincode1"),
        Some(setup) if setup.is_standard() => Some("Bincode"),
        _ => None,
    };
    let type_of = |target: &&str| {
        // bincode 2 in the layout of version 1 is the old format, and of wincode there is no codec.
        let target = super::target::target(target).filter(|target| target.judged() != "bincode1")?;
        let format = wirecheck_rules::FORMATS.iter().find(|format| format.name == target.judged())?;
        Some(format.type_name)
    };
    let new = targets.iter().find_map(type_of);
    match (new, old) {
        (Some(new), Some(old)) if new != old => {
            format!(
                "write the new format behind a tag byte, and read both: `wirecheck::dual::<{new}, {old}>()`"
            )
        }
        _ => "write the new format behind a byte that no old value begins with, and read both".to_owned(),
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
