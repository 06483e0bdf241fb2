//! A copy of a published crate: fetched by cargo, with this workspace's `wirecheck` among its dependencies.

use super::Failed;
use super::rewrite::Source;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// A row of `crates.ron`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pinned {
    pub name: String,
    pub version: String,
    #[serde(default)]
    pub features: Vec<String>,
    #[serde(default = "yes")]
    pub default_features: bool,
    /// Types of which it writes a serde impl by hand, and the shape that its author would declare: empty where the attributes of
    /// serde say it. Only types whose impls agree.
    #[serde(default)]
    pub by_hand: BTreeMap<String, String>,
    /// Whether its types contain each other in so many ways that rustc does not come to an end before they are marked: the author
    /// marks all of them from the start.
    #[serde(default)]
    pub is_recursive: bool,
}

fn yes() -> bool {
    true
}

/// What each process of a build may take.
pub struct Limits {
    pub gigabytes: u32,
    /// Of a processor.
    pub seconds: u32,
    /// By the clock, for all processes of a command.
    pub minutes: u32,
}

/// What ends a process that takes too much of a processor.
const SIGXCPU: i32 = 24;

pub const LIMITS: Limits = Limits { gigabytes: 6, seconds: 600, minutes: 40 };

impl Limits {
    /// A program that runs within them, and all that it starts.
    pub fn command(&self, program: &str) -> Command {
        let Self { gigabytes, seconds, minutes } = self;
        let script = format!(
            "ulimit -v {gigabytes}000000 && ulimit -S -t {seconds} && exec timeout {minutes}m \"$0\" \"$@\""
        );
        let mut command = Command::new("bash");
        command.args(["-c", &script, program]);
        command
    }

    /// Which of them a command has met, by how it ended and what it printed.
    pub fn met(&self, status: ExitStatus, errors: &str) -> Option<Failed> {
        let Self { gigabytes, seconds, minutes } = self;
        if status.success() {
            None
        } else if errors.contains("memory allocation of") || errors.contains("out of memory") {
            Some(Failed::new(format!("the compiler takes more than {gigabytes} GB of memory")))
        } else if errors.contains("SIGXCPU")
            || errors.contains("(signal: 24)")
            || status.signal() == Some(SIGXCPU)
        {
            Some(Failed::new(format!("the compiler takes more than {seconds} s of processor time")))
        } else if status.code() == Some(124) {
            Some(Failed::new(format!("a build takes more than {minutes} minutes")))
        } else {
            let line = errors.lines().find(|line| line.contains("(signal: "))?;
            Some(Failed::new(format!("a process ends by a signal: {}", line.trim())))
        }
    }
}

/// A crate that can be edited and built.
pub struct Krate {
    pub folder: PathBuf,
    /// The file that begins the library.
    pub root: PathBuf,
    /// Its files that have types in them.
    pub sources: Vec<(PathBuf, Source)>,
    /// The names of all types that it declares.
    pub declares: BTreeSet<String>,
    /// As of [`Pinned`].
    pub is_recursive: bool,
    arguments: Vec<String>,
    builds: Builds,
}

/// How crates are built.
#[derive(Clone, Debug)]
pub struct Builds {
    /// Where the dependencies are built, once for all crates.
    pub target: PathBuf,
    /// Without the network.
    pub is_offline: bool,
    /// Lints of new compilers that old crates deny.
    pub caps_lints: bool,
}

/// Lets cargo download a crate, and tells where its sources are.
pub fn fetch(work: &Path, pinned: &Pinned) -> Result<PathBuf, Failed> {
    let folder = work.join("fetch").join(&pinned.name);
    let manifest = format!(
        "[package]\nname = \"fetch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         {} = {{ version = \"={}\", default-features = false }}\n",
        pinned.name, pinned.version
    );
    put(&folder.join("Cargo.toml"), &manifest)?;
    put(&folder.join("src/lib.rs"), "")?;
    let output =
        run(Command::new(env!("CARGO")).args(["metadata", "--format-version=1"]).current_dir(&folder))?;
    let metadata: serde_json::Value = serde_json::from_str(&output).map_err(Failed::new)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| package["name"] == *pinned.name && package["version"] == *pinned.version)
        .find_map(|package| Some(Path::new(package["manifest_path"].as_str()?).parent()?.to_owned()))
        .ok_or_else(|| Failed::new("cargo does not tell where its sources are"))
}

impl Krate {
    /// Copies the crate that is at `from`, and adds the dependency.
    pub fn copy(work: &Path, from: &Path, pinned: &Pinned, builds: &Builds) -> Result<Self, Failed> {
        let folder = work.join("copies").join(&pinned.name);
        // What an earlier run wrote.
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Failed::new)?;
        }
        let mut files = Vec::new();
        copy(from, &folder, &mut files)?;
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).map_err(Failed::new)?;
        put(&folder.join("Cargo.toml"), &with_dependency(&manifest))?;
        let lock = workspace().join("Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).map_err(Failed::new)?;
        let mut arguments = vec!["--lib".to_owned()];
        if !pinned.features.is_empty() {
            arguments.push(format!("--features={}", pinned.features.join(",")));
        }
        if !pinned.default_features {
            arguments.push("--no-default-features".to_owned());
        }
        let root = library(&manifest).map_or_else(|| folder.join("src/lib.rs"), |path| folder.join(path));
        let (mut sources, mut declares) = (Vec::new(), BTreeSet::new());
        for file in files.into_iter().filter(|file| file.extension().is_some_and(|it| it == "rs")) {
            let text = fs::read_to_string(&file).map_err(Failed::new)?;
            // Their own tests need what only their repository has.
            let text = text.replace("#[cfg(test)]", "#[cfg(any())]").replace("#[test]", "#[cfg(any())]");
            let text = text
                .replace("#[cfg(not(test))]", "#[cfg(all())]")
                .replace("cfg_attr(test,", "cfg_attr(any(),");
            put(&file, &text)?;
            declares.append(&mut declared(&text));
            // One that does not parse is a template.
            if let Ok(source) = Source::with(text, &pinned.by_hand)
                && !source.items.is_empty()
            {
                sources.push((file, source));
            }
        }
        let is_recursive = pinned.is_recursive;
        Ok(Self { folder, root, sources, declares, is_recursive, arguments, builds: builds.clone() })
    }

    /// Writes the files as they are edited.
    pub fn write(&self) -> Result<(), Failed> {
        self.sources.iter().try_for_each(|(path, source)| put(path, &source.text()))
    }

    /// cargo in this crate, with limits: one crate must not take the machine. The dependencies are built once for all.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = LIMITS.command(env!("CARGO"));
        command
            .arg(subcommand)
            .args(&self.arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .env("CARGO_TARGET_DIR", &self.builds.target)
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        if let Some(toolchain) = option_env!("RUSTUP_TOOLCHAIN") {
            // Some packages name another in a file.
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        if self.builds.caps_lints {
            command.env("RUSTFLAGS", "--cap-lints=allow");
        }
        if self.builds.is_offline {
            command.env("CARGO_NET_OFFLINE", "true");
        }
        command
    }
}

/// The names of types that a file declares.
fn declared(text: &str) -> BTreeSet<String> {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let mut found = BTreeSet::new();
    while let Some(word) = words.next() {
        if ["struct", "enum", "union", "type"].contains(&word) {
            found.extend(words.next().map(str::to_owned));
        }
    }
    found
}

/// The manifest with `wirecheck`, as a workspace of its own, and without what is for tests.
fn with_dependency(manifest: &str) -> String {
    let mut text = String::new();
    let mut keeps = true;
    for line in manifest.lines() {
        if line.starts_with('[') {
            let name = line.trim_matches(['[', ']']);
            let is_for_tests = name.contains("dev-dependencies")
                || ["test", "bench", "example", "bin", "lints", "profile", "workspace"]
                    .iter()
                    .any(|table| name == *table || name.starts_with(&format!("{table}.")));
            keeps = !is_for_tests;
        }
        // The workspace below has one.
        if keeps && !line.starts_with("resolver = ") {
            text.push_str(line);
            text.push('\n');
        }
    }
    let root = workspace();
    let features = foreign_features(manifest);
    let (library, rules) = (root.join("harness"), root.join("derive/rules"));
    text + &format!(
        "\n[workspace]\nresolver = \"2\"\n\n[profile.dev]\ndebug = false\nincremental = false\n\n\
         [dependencies.wirecheck]\npath = {library:?}\ndefault-features = false\nfeatures = {features:?}\n\n\
         [dev-dependencies.wirecheck]\npath = {library:?}\ndefault-features = false\nfeatures = [\"formats\"]\n\n\
         [dev-dependencies.wirecheck-rules]\npath = {rules:?}\n\n\
         [dev-dependencies.serde]\nversion = \"1\"\nfeatures = [\"derive\"]\n"
    )
}

/// The features of `wirecheck` for crates that this one depends on.
fn foreign_features(manifest: &str) -> Vec<&str> {
    let known = fs::read_to_string(workspace().join("harness/Cargo.toml")).unwrap_or_default();
    let names = manifest.lines().filter_map(|line| {
        line.trim_end_matches(']').split_once("[dependencies.").map(|(_, name)| name.trim_matches('"'))
    });
    names.filter(|name| known.contains(&format!("\n{name} = [\"dep:{name}\"]"))).collect()
}

/// The path of the library, if the manifest gives one.
fn library(manifest: &str) -> Option<String> {
    let table = manifest.split("\n[lib]\n").nth(1)?;
    let lines = table.lines().take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| line.strip_prefix("path = ")).map(|path| path.trim_matches('"').to_owned()).next()
}

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

/// Runs a command to its end and gives what it printed.
pub fn run(command: &mut Command) -> Result<String, Failed> {
    let output = command.stdin(Stdio::null()).output().map_err(Failed::new)?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("error")).take(4).collect();
        return Err(Failed::new(format!("{command:?}: {}", lines.join("; "))));
    }
    String::from_utf8(output.stdout).map_err(Failed::new)
}

/// Only where it differs: cargo goes by the time of a file.
fn put(path: &Path, text: &str) -> Result<(), Failed> {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().unwrap_or(path)).map_err(Failed::new)?;
        fs::write(path, text).map_err(Failed::new)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failed> {
    fs::create_dir_all(to).map_err(Failed::new)?;
    for entry in fs::read_dir(from).map_err(Failed::new)? {
        let path = entry.map_err(Failed::new)?.path();
        let name = path.file_name().unwrap_or_default();
        let target = to.join(name);
        if path.is_dir() {
            if name != "target" && name != "tests" && name != "benches" && name != "examples" {
                copy(&path, &target, files)?;
            }
        } else if !name.to_string_lossy().starts_with("rust-toolchain") {
            // All of them are built with this workspace's compiler.
            fs::copy(&path, &target).map_err(Failed::new)?;
            files.push(target);
        }
    }
    Ok(())
}
