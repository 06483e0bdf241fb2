//! What becomes of each root, in each of its formats, in both directions.

use crate::compare::{Compared, Verdict, Witness, compare, compare_trusting, witness};
use crate::lock::{Lock, Promise, Release};
use crate::replay::Wire;
use crate::shape::{Store, Ty};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Who reads whose bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// The new program reads what the old one wrote.
    Backward,
    /// The old program reads what the new one writes.
    Forward,
}

impl Direction {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Backward => "new reads old",
            Self::Forward => "old reads new",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The shapes to hold the new ones against.
#[derive(Clone, Debug)]
pub struct Against {
    /// A version, a tag or a file.
    pub name: String,
    /// By the name of the root.
    pub shapes: BTreeMap<String, Ty>,
    /// Where they are.
    pub store: Store,
}

impl Against {
    /// A release of a lock file.
    pub fn release(lock: &Lock, release: &Release) -> Self {
        Self { name: release.version.clone(), shapes: release.shapes.clone(), store: lock.store.clone() }
    }

    /// The roots of another lock file.
    pub fn lock(name: &str, lock: &Lock) -> Self {
        let shapes = lock.roots.iter().map(|(name, root)| (name.clone(), root.shape.clone())).collect();
        Self { name: name.to_owned(), shapes, store: lock.store.clone() }
    }
}

/// A root in a format and a direction that is not the same as before.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The root.
    pub root: String,
    /// What it is held against.
    pub against: String,
    /// The format.
    pub wire: Wire,
    /// The direction.
    pub direction: Direction,
    /// What becomes of the values, and what does it.
    pub compared: Compared,
    /// A value that shows it; none if no value was found that does.
    pub witness: Option<Witness>,
    /// Whether it is promised that these bytes are read.
    pub is_promised: bool,
    /// Whether all that may break it is another version of code that is not looked into: nobody can say what it writes.
    pub is_unproven: bool,
}

impl Finding {
    /// Whether a promise is broken.
    pub fn is_broken(&self) -> bool {
        self.is_promised && !self.is_unproven && self.compared.verdict.breaks()
    }

    /// Its verdict in a word.
    pub fn word(&self) -> &'static str {
        if self.is_unproven { "unproven" } else { self.compared.verdict.name() }
    }
}

/// All that was found.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// What is not the same.
    pub findings: Vec<Finding>,
    /// How many roots, formats and directions were looked at.
    pub checked: usize,
    /// Roots that are gone, with what they are held against.
    pub gone: Vec<(String, String)>,
}

impl Diff {
    /// Whether a promise is broken: a root that is gone cannot be read any more.
    pub fn is_broken(&self) -> bool {
        self.findings.iter().any(Finding::is_broken)
    }

    /// Whether a promise is neither broken nor shown to be kept.
    pub fn is_unproven(&self) -> bool {
        self.findings.iter().any(|finding| finding.is_promised && finding.is_unproven)
    }
}

/// Holds the roots of a lock file against older ones.
pub fn diff(new: &Lock, older: &[Against]) -> Diff {
    let mut found = Diff::default();
    for old in older {
        let mut store = old.store.clone();
        store.extend(&new.store);
        let store = Arc::new(store);
        for (name, was) in &old.shapes {
            let Some(root) = new.roots.get(name) else {
                found.gone.push((name.clone(), old.name.clone()));
                continue;
            };
            for wire in root.formats.iter().filter_map(|format| Wire::parse(format)) {
                for direction in [Direction::Backward, Direction::Forward] {
                    found.checked += 1;
                    let (from, to) = match direction {
                        Direction::Backward => (was, &root.shape),
                        Direction::Forward => (&root.shape, was),
                    };
                    let compared = compare(&store, from, to, wire);
                    if compared.verdict == Verdict::Same {
                        continue;
                    }
                    let is_unproven = compared.verdict.breaks()
                        && !compare_trusting(&store, from, to, wire).verdict.breaks();
                    found.findings.push(Finding {
                        root: name.clone(),
                        against: old.name.clone(),
                        wire,
                        direction,
                        witness: witness(&store, from, to, wire, compared.verdict),
                        is_promised: is_promised(root.promise, direction),
                        is_unproven,
                        compared,
                    });
                }
            }
        }
    }
    found
}

fn is_promised(promise: Promise, direction: Direction) -> bool {
    match promise {
        Promise::None => false,
        Promise::Backward => direction == Direction::Backward,
        Promise::Forward => direction == Direction::Forward,
        Promise::Full => true,
    }
}
