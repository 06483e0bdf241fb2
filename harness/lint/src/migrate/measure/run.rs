//! One measurement.

use super::mirror::Mirror;
use super::values::Values;
use super::workspace::{Found, Workspace};
use super::{copy, numbers, patch};
use crate::build::{Error, LockFiles, Options, host};
use crate::migrate::target::Target;
use serde::Serialize;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What is run.
#[derive(Clone, Debug)]
pub struct MeasureOptions {
    /// The workspace, and how cargo resolves it.
    pub options: Options,
    /// The command: `cargo`, `test`, ..
    pub command: Vec<OsString>,
    /// The formats that each value is written in.
    pub targets: Vec<&'static Target>,
}

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Measured {
    /// The command, as the user wrote it.
    pub command: String,
    /// How it ended; none if a signal ended it.
    pub exit_code: Option<i32>,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// How many processes wrote values.
    pub processes: usize,
    /// The values of each type.
    pub types: Vec<Values>,
}

/// Runs the command in a mirror of the workspace, and says what it wrote with bincode 1, and what that is in the targets.
///
/// # Errors
///
/// See [`Error`]. The command's own output goes where it goes.
pub fn measure(options: &MeasureOptions) -> Result<Measured, Error> {
    let [program, words @ ..] = &options.command[..] else {
        return Err(Error::measure("there is no command to measure; `--measure -- cargo test`".to_owned()));
    };
    let locks = LockFiles::above(&options.options);
    let workspace = Workspace::read(&options.options, &host(&options.options)?)?;
    let bincodes = workspace.bincodes()?;
    let folder = workspace.target_directory.join("wirecheck-migrate");
    let root = canonical(&workspace.workspace_root);
    let mirror = Mirror::new(folder.join("mirror"), root.clone(), canonical(&workspace.target_directory));
    mirror.make(&workspace.folders().iter().map(|path| canonical(path)).collect::<Vec<_>>())?;
    drop(locks);
    exchange(&bincodes, &folder)?;
    let here = options.options.folder.clone().or_else(|| env::current_dir().ok()).unwrap_or_default();
    let here = canonical(&here);
    let here = mirror.of(if here.starts_with(&root) { &here } else { &root });
    let build = folder.join("build");
    lock(&options.options, &here, &build)?;
    let shadow = folder.join("values");
    if shadow.is_dir() {
        fs::remove_dir_all(&shadow).map_err(|error| Error::io(&shadow, &error))?;
    }
    fs::create_dir_all(&shadow).map_err(|error| Error::io(&shadow, &error))?;
    let names: Vec<&str> = options.targets.iter().map(|target| target.name).collect();
    let start = Instant::now();
    let status = Command::new(program)
        .args(words)
        .current_dir(&here)
        .env("CARGO_TARGET_DIR", &build)
        .env("WIRECHECK_SHADOW", &shadow)
        .env("WIRECHECK_SHADOW_TARGETS", names.join(","))
        .status()
        .map_err(|error| Error::io(Path::new(program), &error))?;
    let millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (types, processes) = numbers::read(&shadow, &names)?;
    let command: Vec<_> = options.command.iter().map(|word| word.to_string_lossy()).collect();
    Ok(Measured { command: command.join(" "), exit_code: status.code(), millis, processes, types })
}

fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Writes the copies, and the configuration of cargo that puts them in.
fn exchange(bincodes: &[&Found], folder: &Path) -> Result<(), Error> {
    let shadow = folder.join("shadow");
    copy::shadow(&shadow)?;
    let mut text = "[patch.crates-io]\n".to_owned();
    for (at, found) in bincodes.iter().enumerate() {
        let to = folder.join(format!("bincode-{}", found.version));
        copy::bincode(found, &to, &shadow)?;
        let path = patch::toml_text(&to.display().to_string());
        text.push_str(&format!("bincode-{at} = {{ package = \"bincode\", path = {path} }}\n"));
    }
    copy::write_new(&folder.join(".cargo/config.toml"), &text)
}

/// Has cargo write the lock file of the mirror: what was locked stays so, and the formats come to it.
fn lock(options: &Options, here: &Path, build: &Path) -> Result<(), Error> {
    let mut command = crate::build::command(options);
    command.current_dir(here).env("CARGO_TARGET_DIR", build).args(["metadata", "--format-version=1"]);
    if options.has("--offline") || options.has("--frozen") {
        command.arg("--offline");
    }
    let output = command.output().map_err(|error| Error::io(Path::new(command.get_program()), &error))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let words = words.join(" ");
    Err(Error::measure(format!(
        "cargo cannot put the formats next to bincode ({}); they are downloaded once, so try it with the network, or leave out `--measure`",
        words.trim_start_matches("error: ")
    )))
}
