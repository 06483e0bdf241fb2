//! What is looked at.

use std::ffi::OsString;
use std::path::PathBuf;

/// What [`survey`](super::survey) looks at.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where cargo runs; the current folder if there is none.
    pub folder: Option<PathBuf>,
    /// Arguments of `cargo build`, as the user gives them: what is selected, features, profiles, `--locked`, `--target` ..
    pub cargo: Vec<OsString>,
    /// The executable that cargo runs as the compiler's wrapper, whose `main` asks [`is_wrapper`](crate::wrapper::is_wrapper);
    /// this executable if there is none.
    pub wrapper: Option<PathBuf>,
    /// Whether cargo is to be silent, except for errors.
    pub is_quiet: bool,
}

impl Options {
    /// Whether the user says which targets are meant.
    pub(crate) fn selects_targets(&self) -> bool {
        const WORDS: [&str; 10] = [
            "--lib",
            "--bins",
            "--bin",
            "--tests",
            "--test",
            "--examples",
            "--example",
            "--benches",
            "--bench",
            "--all-targets",
        ];
        self.cargo.iter().any(|word| {
            let word = word.to_string_lossy();
            WORDS.contains(&word.split('=').next().unwrap_or_default())
        })
    }

    /// The value of an argument: `--name value` or `--name=value`.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let words: Vec<String> = self.cargo.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let at = words.iter().position(|word| word == name);
        let joined =
            || words.iter().find_map(|word| Some(word.strip_prefix(name)?.strip_prefix('=')?.to_owned()));
        at.and_then(|at| words.get(at + 1).cloned()).or_else(joined)
    }

    /// Whether a flag is given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.cargo.iter().any(|word| word == name)
    }
}
