//! What was measured.

use serde::Serialize;

/// The values of a type that the tests wrote with bincode.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Values {
    /// The name of the type, without references around it.
    pub type_name: String,
    /// How many were written, at least.
    pub passed: u64,
    /// How many of them were written in the targets, too.
    pub compared: u64,
    /// The bytes of these, by bincode.
    pub bytes: u64,
    /// The time of these, by bincode, in nanoseconds.
    pub nanos: u64,
    /// In each target.
    pub targets: Vec<TargetValues>,
}

/// The same values in a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TargetValues {
    /// The target.
    pub target: &'static str,
    /// How many it wrote.
    pub written: u64,
    /// How many were an error.
    pub failed: u64,
    /// The bytes of those that it wrote.
    pub bytes: u64,
    /// The time of those, in nanoseconds.
    pub nanos: u64,
    /// How many had the bytes that bincode wrote.
    pub equal: u64,
    /// The fewest bytes of a value.
    pub smallest: u64,
    /// The most bytes of a value.
    pub largest: u64,
}

impl Values {
    /// Those of a target.
    pub fn of(&self, target: &str) -> Option<&TargetValues> {
        self.targets.iter().find(|values| values.target == target)
    }

    /// Adds the values of another process, or of another layout.
    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.compared += other.compared;
        self.bytes += other.bytes;
        self.nanos += other.nanos;
        for more in &other.targets {
            match self.targets.iter_mut().find(|values| values.target == more.target) {
                None => self.targets.push(*more),
                Some(values) => values.add(more),
            }
        }
    }
}

impl TargetValues {
    fn add(&mut self, other: &Self) {
        if other.written > 0 {
            self.smallest =
                if self.written == 0 { other.smallest } else { self.smallest.min(other.smallest) };
            self.largest = self.largest.max(other.largest);
        }
        self.written += other.written;
        self.failed += other.failed;
        self.bytes += other.bytes;
        self.nanos += other.nanos;
        self.equal += other.equal;
    }
}

impl Values {
    /// Sizes and times of a target, next to those of bincode.
    pub fn line(&self, target: &str) -> Option<String> {
        let of = self.of(target).filter(|of| of.written > 0)?;
        // Errors have no size, so the rest is compared by its means.
        let ratio = |of_all: u64, count: u64, old: u64| {
            let (new, old) = (of_all as f64 / count as f64, old as f64 / self.compared.max(1) as f64);
            if old > 0.0 { format!("{:.2}x", new / old) } else { "-".to_owned() }
        };
        let TargetValues { written, failed, bytes, nanos, smallest, largest, .. } = *of;
        let errors = if failed > 0 { format!(", {failed} errors") } else { String::new() };
        Some(format!(
            "{bytes} bytes ({}), {smallest} to {largest} each, {} ns each ({}){errors}",
            ratio(bytes, written, self.bytes),
            nanos / written,
            ratio(nanos, written, self.nanos),
        ))
    }

    /// How many there were, in bincode.
    pub fn head(&self) -> String {
        let Self { passed, compared, bytes, nanos, .. } = self;
        let values = if passed > compared {
            format!("{compared} of more than {passed} values")
        } else {
            format!("{compared} values, all that there were")
        };
        format!("{values}: {bytes} bytes, {} ns each by bincode", nanos / compared.max(&1))
    }
}
