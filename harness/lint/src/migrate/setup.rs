//! How a call of bincode is set up: its functions have one way each, its options are in the types of the call.

use crate::extract::{arguments, with_arguments};
use serde::Serialize;
use std::fmt;

/// What a call of bincode writes and accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Setup {
    /// How wide integers are.
    pub integers: Integers,
    /// Which of their bytes comes first.
    pub endian: Endian,
    /// Whether there is a limit of bytes.
    pub has_limit: bool,
    /// Whether bytes behind the value are an error; none where nothing is read from a slice, or the caller is told.
    pub refuses_trailing: Option<bool>,
}

/// How wide integers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Integers {
    /// As wide as their type.
    Fixed,
    /// Small ones are short.
    Variable,
}

/// Which byte of an integer comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Endian {
    /// The lowest.
    Little,
    /// The highest.
    Big,
    /// That of the machine.
    Native,
}

impl Setup {
    /// `bincode::serialize` of version 1 and the functions next to it.
    pub(crate) const FUNCTIONS: Self = Self {
        integers: Integers::Fixed,
        endian: Endian::Little,
        has_limit: false,
        refuses_trailing: Some(false),
    };

    /// `DefaultOptions::new()` of version 1, unless it is changed.
    const OPTIONS: Self =
        Self { integers: Integers::Variable, refuses_trailing: Some(true), ..Self::FUNCTIONS };

    /// What the name of a function says, with its arguments; none where it is decided when the program runs.
    pub(crate) fn of(full: &str) -> Option<Self> {
        if full.contains("bincode::config::legacy::") {
            return None;
        }
        let (path, inner) = with_arguments(full).unwrap_or((full, ""));
        let all = arguments(inner);
        let named = |start: &str| all.iter().find(|one| one.contains(start)).copied();
        if full.contains("bincode::features::") {
            return named("bincode::config::Configuration").and_then(of_configuration);
        }
        // A method of the options, or what it is inlined to.
        match named("bincode::config::").or(path.contains("bincode::config::").then_some(path)) {
            Some(options) => Some(of_options(options)),
            None if path.starts_with("bincode::internal::") || !path.starts_with("bincode::") => None,
            None => Some(Self::FUNCTIONS),
        }
    }

    /// The layout of version 1's functions.
    pub fn is_legacy(self) -> bool {
        self.integers == Integers::Fixed && self.endian == Endian::Little
    }

    /// The layout of version 2's `standard()`.
    pub fn is_standard(self) -> bool {
        self.integers == Integers::Variable && self.endian == Endian::Little
    }

    /// The configuration of bincode 2 with the same layout.
    pub(crate) fn bincode2(self) -> String {
        let mut code = match self.integers {
            Integers::Fixed => "bincode::config::legacy()".to_owned(),
            Integers::Variable => "bincode::config::standard()".to_owned(),
        };
        match self.endian {
            Endian::Little => {}
            Endian::Big => code.push_str(".with_big_endian()"),
            Endian::Native if cfg!(target_endian = "big") => code.push_str(".with_big_endian()"),
            Endian::Native => {}
        }
        code
    }

    /// The configuration of wincode with the same layout, where tests have found none to differ.
    pub(crate) fn wincode(self) -> Option<String> {
        self.is_legacy().then(|| "wincode::config::Configuration::default()".to_owned())
    }

    /// Only what decides the bytes.
    pub(crate) fn layout(self) -> Self {
        Self { has_limit: false, refuses_trailing: None, ..self }
    }
}

/// The options of version 1: types in each other, the outermost counts.
fn of_options(name: &str) -> Setup {
    let outermost = |kind: &str| {
        let start = name.find(&format!("{kind}<"))? + kind.len() + 1;
        let end = matching(&name[start..])?;
        arguments(&name[start..start + end]).get(1).copied()
    };
    let mut setup = Setup::OPTIONS;
    match outermost("WithOtherIntEncoding") {
        Some(word) if word.ends_with("FixintEncoding") => setup.integers = Integers::Fixed,
        Some(_) => setup.integers = Integers::Variable,
        None => {}
    }
    match outermost("WithOtherEndian") {
        Some(word) if word.ends_with("BigEndian") => setup.endian = Endian::Big,
        Some(word) if word.ends_with("NativeEndian") => setup.endian = Endian::Native,
        _ => {}
    }
    setup.has_limit = outermost("WithOtherLimit").is_some_and(|word| word.ends_with("Bounded"));
    if let Some(word) = outermost("WithOtherTrailing") {
        setup.refuses_trailing = Some(word.ends_with("RejectTrailing"));
    }
    setup
}

/// `Configuration<LittleEndian, Varint, NoLimit>` of version 2.
fn of_configuration(name: &str) -> Option<Setup> {
    let start = name.find("Configuration")? + "Configuration".len();
    let inner = name[start..].strip_prefix('<').map(|rest| &rest[..matching(rest).unwrap_or(rest.len())]);
    let all = arguments(inner.unwrap_or_default());
    let ends = |at: usize, word: &str| all.get(at).is_some_and(|one| one.ends_with(word));
    Some(Setup {
        integers: if ends(1, "Fixint") { Integers::Fixed } else { Integers::Variable },
        endian: if ends(0, "BigEndian") { Endian::Big } else { Endian::Little },
        has_limit: all.get(2).is_some_and(|one| one.contains("::Limit<")),
        refuses_trailing: None,
    })
}

/// The index of the `>` of a `<` that was cut off.
fn matching(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (index, letter) in text.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(index),
            },
            _ => {}
        }
    }
    None
}

impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.integers {
            Integers::Fixed => "fixed integers",
            Integers::Variable => "variable integers",
        })?;
        f.write_str(match self.endian {
            Endian::Little => ", little endian",
            Endian::Big => ", big endian",
            Endian::Native => ", native endian",
        })?;
        if self.has_limit {
            f.write_str(", with a limit")?;
        }
        match self.refuses_trailing {
            Some(true) => f.write_str(", trailing bytes refused"),
            Some(false) => f.write_str(", trailing bytes ignored"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "setup_tests.rs"]
mod tests;
