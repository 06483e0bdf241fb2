//! Which packages and targets are built: cargo's own arguments, passed on as they are.

use std::ffi::OsString;
use std::path::PathBuf;
use wirecheck_lint::Options;

/// Cargo's own arguments. There is none for a profile: the survey has one of its own.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "As for `cargo build`")]
pub(in crate::command) struct Selection {
    /// Package to look at; several times for several
    #[arg(short, long, value_name = "SPEC")]
    package: Vec<String>,
    /// All packages of the workspace
    #[arg(long)]
    workspace: bool,
    /// Package to leave out, with `--workspace`
    #[arg(long, value_name = "SPEC", requires = "workspace")]
    exclude: Vec<String>,
    /// Everything: what happens if no target is selected
    #[arg(long)]
    all_targets: bool,
    /// The library
    #[arg(long)]
    lib: bool,
    /// All programs
    #[arg(long)]
    bins: bool,
    /// A program
    #[arg(long, value_name = "NAME")]
    bin: Vec<String>,
    /// All tests
    #[arg(long)]
    tests: bool,
    /// A test
    #[arg(long, value_name = "NAME")]
    test: Vec<String>,
    /// All examples
    #[arg(long)]
    examples: bool,
    /// An example
    #[arg(long, value_name = "NAME")]
    example: Vec<String>,
    /// All benchmarks
    #[arg(long)]
    benches: bool,
    /// A benchmark
    #[arg(long, value_name = "NAME")]
    bench: Vec<String>,
    /// Features to turn on
    #[arg(short = 'F', long, value_name = "FEATURES")]
    pub(in crate::command) features: Vec<String>,
    /// Turn on all features
    #[arg(long)]
    all_features: bool,
    /// Leave out the default features
    #[arg(long)]
    no_default_features: bool,
    /// Path to the Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(in crate::command) manifest_path: Option<PathBuf>,
    /// Target to build for
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
    /// How many compilers run at once
    #[arg(short, long, value_name = "N")]
    jobs: Option<String>,
    /// Fail if the lock file would change
    #[arg(long)]
    locked: bool,
    /// Do not use the network
    #[arg(long)]
    offline: bool,
    /// Both of the last two
    #[arg(long)]
    frozen: bool,
    /// Do not show what cargo does
    #[arg(short, long)]
    pub(in crate::command) quiet: bool,
}

impl Selection {
    /// What is looked at, in words; nothing for all of it.
    pub(super) fn part(&self) -> String {
        let how = Self {
            manifest_path: None,
            jobs: None,
            locked: false,
            offline: false,
            frozen: false,
            ..self.clone()
        };
        let words: Vec<String> = how.words().iter().map(|word| word.to_string_lossy().into_owned()).collect();
        words.join(" ")
    }

    /// What the survey needs.
    pub(super) fn options(&self) -> Options {
        Options { cargo: self.words(), is_quiet: self.quiet, ..Options::default() }
    }

    /// The words for cargo.
    pub(in crate::command) fn words(&self) -> Vec<OsString> {
        let flags = [
            ("--workspace", self.workspace),
            ("--all-targets", self.all_targets),
            ("--lib", self.lib),
            ("--bins", self.bins),
            ("--tests", self.tests),
            ("--examples", self.examples),
            ("--benches", self.benches),
            ("--all-features", self.all_features),
            ("--no-default-features", self.no_default_features),
            ("--locked", self.locked),
            ("--offline", self.offline),
            ("--frozen", self.frozen),
        ];
        let lists = [
            ("--package", &self.package),
            ("--exclude", &self.exclude),
            ("--bin", &self.bin),
            ("--test", &self.test),
            ("--example", &self.example),
            ("--bench", &self.bench),
            ("--features", &self.features),
        ];
        let mut words: Vec<OsString> =
            flags.iter().filter(|(_, given)| *given).map(|(name, _)| name.into()).collect();
        for (name, values) in lists {
            words.extend(values.iter().flat_map(|value| [name.into(), value.into()]));
        }
        for (name, value) in [("--target", &self.target), ("--jobs", &self.jobs)] {
            words.extend(value.iter().flat_map(|value| [name.into(), value.into()]));
        }
        if let Some(path) = &self.manifest_path {
            words.extend(["--manifest-path".into(), path.clone().into_os_string()]);
        }
        words
    }
}

#[cfg(test)]
#[path = "selection_tests.rs"]
mod tests;
