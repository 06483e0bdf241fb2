//! `diff`: what the changes since a release do to its bytes.

use super::files;
use super::workspace::workspace;
use crate::command::Failure;
use crate::output::Output;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wirecheck_evolution::diff::{Against, diff, github, human, json, markdown, sarif};
use wirecheck_evolution::lock::Lock;

/// How the command ends.
const EXIT_CODES: &str = "\
Exit codes:
  0  each promise is kept
  1  a promise is broken; with `--strict`: or not shown to be kept
  2  a file cannot be read, or there is nothing to compare with
  3  the output could not be written

The new shapes are those of `wire.lock`; `cargo wirecheck lock --check` says whether they are up to date.";

/// What to compare, and how to tell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Diff {
    /// A release, `git:TAG`, or another lock file; every release if it is not given
    #[arg(long, value_name = "VERSION|git:TAG|FILE")]
    against: Option<String>,

    /// How findings are written
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Fail also where code that is not looked into has another version
    #[arg(long)]
    strict: bool,

    /// Path to the Cargo.toml
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With a value that shows each broken promise
    Human,
    /// Everything, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// A table for a comment on a change
    Markdown,
}

pub(crate) fn run(args: &Diff, output: &Output) -> Result<(), Failure> {
    let root = workspace(args.manifest_path.as_deref())?;
    let lock = files::lock_there(&files::lock_path(&root))?;
    let older = against(args.against.as_deref(), &lock, &root)?;
    let found = diff(&lock, &older);
    let text = match args.format {
        Format::Human => human(&found),
        Format::Json => json(&found),
        Format::Sarif => sarif(&found, files::LOCK),
        Format::Github => github(&found, files::LOCK),
        Format::Markdown => markdown(&found),
    };
    output.plain(&text)?;
    if found.is_broken() || (args.strict && found.is_unproven()) { Err(Failure::Found) } else { Ok(()) }
}

/// What the shapes of now are held against.
fn against(asked: Option<&str>, lock: &Lock, root: &Path) -> Result<Vec<Against>, Failure> {
    let Some(asked) = asked else {
        if lock.releases.is_empty() {
            return Err(Failure::Usage(
                "the lock file has no release to compare with; add one by `cargo wirecheck release VERSION`, or give \
                 `--against git:TAG`"
                    .to_owned(),
            ));
        }
        return Ok(lock.releases.iter().map(|release| Against::release(lock, release)).collect());
    };
    if let Some(tag) = asked.strip_prefix("git:") {
        let text = at_tag(root, tag)?;
        return Ok(vec![Against::lock(asked, &files::parse(&text, asked)?)]);
    }
    if let Some(release) = lock.releases.iter().find(|release| release.version == asked) {
        return Ok(vec![Against::release(lock, release)]);
    }
    match files::lock(Path::new(asked))? {
        Some(other) => Ok(vec![Against::lock(asked, &other)]),
        None => {
            let known: Vec<&str> = lock.releases.iter().map(|release| release.version.as_str()).collect();
            let known = if known.is_empty() {
                "there is none yet".to_owned()
            } else {
                format!("there are {}", known.join(", "))
            };
            Err(Failure::Usage(format!("`{asked}` is no release and no file; of releases, {known}")))
        }
    }
}

/// The lock file as it was at a commit.
fn at_tag(root: &Path, tag: &str) -> Result<String, Failure> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .arg("show")
        .arg(format!("{tag}:./{}", files::LOCK))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::Code(2, format!("git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(Failure::Usage(format!("git has no lock file at `{tag}`: {}", words.trim())))
}
