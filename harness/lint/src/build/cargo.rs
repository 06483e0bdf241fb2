//! Runs cargo.

use super::setting::setting;
use super::{Error, Options};
use crate::wrapper::{CHAINED, FOLDER};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A line of `--message-format=json`.
#[derive(Deserialize)]
struct Message {
    reason: String,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    target: Option<Target>,
    #[serde(default)]
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    name: String,
    src_path: PathBuf,
}

/// What cargo made.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// The keys of crates.
    pub(crate) keys: BTreeSet<String>,
    /// Libraries whose files have no key in their names.
    pub(crate) nameless: Vec<(String, PathBuf)>,
    /// The manifests of packages.
    pub(crate) packages: BTreeSet<PathBuf>,
}

/// The cargo of the user.
pub(crate) fn command(options: &Options) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    if let Some(folder) = &options.folder {
        command.current_dir(folder);
    }
    command
}

/// Builds, with this executable around the compiler.
pub(crate) fn build(options: &Options, folder: &Path) -> Result<Made, Error> {
    let wrapper = match &options.wrapper {
        Some(wrapper) => wrapper.clone(),
        None => {
            env::current_exe().map_err(|error| Error::io(Path::new("the path of this executable"), &error))?
        }
    };
    let mut command = command(options);
    command.args(["build", "--message-format=json-render-diagnostics", "--target-dir"]).arg(folder);
    if !options.selects_targets() {
        command.arg("--all-targets");
    }
    if options.is_quiet {
        command.arg("--quiet");
    }
    let chained = wrapper_of_user(options).unwrap_or_default();
    command.args(&options.cargo).env("RUSTC_WRAPPER", &wrapper).env(FOLDER, folder.join("notes"));
    // A compiler cache would not know of the objects.
    command.env(CHAINED, chained).env("SCCACHE_RECACHE", "1").env("CCACHE_DISABLE", "1");
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Error::io(Path::new(command.get_program()), &error))?;
    let mut made = Made::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Ok(message) = serde_json::from_str::<Message>(&line) {
                made.add(message);
            }
        }
    }
    let status = child.wait().map_err(|error| Error::io(Path::new(command.get_program()), &error))?;
    if status.success() { Ok(made) } else { Err(Error::Build) }
}

/// The wrapper that cargo would run without us: the first of what it reads, in its order.
fn wrapper_of_user(options: &Options) -> Option<OsString> {
    let told = ["RUSTC_WRAPPER", "CARGO_BUILD_RUSTC_WRAPPER"].into_iter().find_map(env::var_os);
    told.or_else(|| {
        let (folder, value) = setting(options, "rustc-wrapper")?;
        // A bare name is looked up in `PATH`.
        let is_path = value.contains(['/', '\\']);
        Some(if is_path { folder.join(value).into_os_string() } else { value.into() })
    })
}

impl Made {
    fn add(&mut self, message: Message) {
        let Some(target) = message.target else { return };
        self.packages.insert(message.manifest_path);
        let is_host = |kind: &String| kind == "proc-macro" || kind == "custom-build";
        if message.reason != "compiler-artifact" || target.kind.iter().any(is_host) {
            return;
        }
        let found = message.filenames.iter().find_map(|file| key(file));
        match found {
            Some(key) => drop(self.keys.insert(key)),
            None => self.nameless.push((target.name.replace('-', "_"), target.src_path)),
        }
    }
}

/// The key of a crate from one of its files: in the name of libraries, in the text that stands for an executable.
fn key(file: &Path) -> Option<String> {
    if file.extension().is_some_and(|extension| extension == "rmeta" || extension == "rlib") {
        let stem = file.file_stem()?.to_str()?.strip_prefix("lib")?;
        return stem.contains('-').then(|| stem.to_owned());
    }
    let is_small = fs::metadata(file).is_ok_and(|found| found.len() < 1024);
    let text = is_small.then(|| fs::read_to_string(file).ok()).flatten()?;
    Some(text.strip_prefix("wirecheck-lint: ")?.trim_end().to_owned())
}
