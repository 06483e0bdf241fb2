//! A crate of a user: written down by a test, built by cargo against this workspace, offline.

#![allow(dead_code, unreachable_pub, reason = "each test program uses a part of it")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with a crate in it. It stays, so that what did not change is not built again.
pub struct Project {
    folder: PathBuf,
    written: Vec<PathBuf>,
}

/// What the compiler said about one place.
#[derive(Clone, Debug)]
pub struct Message {
    /// `error`, `warning`.
    pub level: String,
    /// The crate within the project.
    pub target: String,
    /// The file of the primary span, or of what expanded to it; empty where there is none.
    pub file: String,
    /// As the user reads it.
    pub text: String,
}

impl Message {
    pub fn is_error(&self) -> bool {
        self.level == "error"
    }
}

/// How cargo ended.
#[derive(Debug)]
pub struct Built {
    pub good: bool,
    pub messages: Vec<Message>,
    pub stderr: String,
}

impl Built {
    pub fn errors(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|message| message.is_error())
    }

    /// Everything that was said, for a failed assertion.
    pub fn report(&self) -> String {
        let said: String = self.messages.iter().map(|message| message.text.as_str()).collect();
        format!("{said}\n{}", self.stderr)
    }
}

impl Project {
    /// The crate of this name. `temporary` is the test's `CARGO_TARGET_TMPDIR`.
    pub fn new(temporary: &str, name: &str) -> Self {
        let folder = Path::new(temporary).join("projects").join(name);
        fs::create_dir_all(folder.join("src")).unwrap();
        // The versions that are at hand.
        let project = Self { folder, written: Vec::new() };
        project.put("Cargo.lock", &fs::read_to_string(root().join("Cargo.lock")).unwrap());
        project
    }

    /// A manifest of edition 2024 with serde and, as `wirecheck`, these features of it.
    pub fn manifest(&mut self, name: &str, features: &[&str]) {
        self.manifest_with(name, "2024", &format!("wirecheck = {}", dependency(features)));
    }

    /// The same with lines of one's own.
    pub fn manifest_with(&mut self, name: &str, edition: &str, dependencies: &str) {
        self.file(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\npublish = false\n\
                 description = \"a test\"\nlicense = \"MIT\"\nrepository = \"none\"\nreadme = \"none\"\n\
                 keywords = [\"test\"]\ncategories = [\"encoding\"]\n\n\
                 [workspace]\n\n[dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\n{dependencies}\n\n\
                 [profile.dev]\ndebug = false\nincremental = false\n"
            ),
        );
    }

    /// Puts a file where it says, and tells where that is.
    pub fn file(&mut self, path: &str, text: &str) -> PathBuf {
        self.put(path, text);
        let path = self.folder.join(path);
        self.written.push(path.clone());
        path
    }

    /// Only where it differs: cargo goes by the time of the file.
    fn put(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    }

    /// Removes what an earlier version of the test left.
    fn sweep(&self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.sweep(&path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !self.written.contains(&path)
            {
                fs::remove_file(path).unwrap();
            }
        }
    }

    /// cargo, in this crate. Everything shares one target folder, so that the dependencies are built once.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.parent().unwrap().join("target"))
            .env("CARGO_TERM_COLOR", "never")
            // Not those of the test's own build.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
    }

    /// Runs `cargo <arguments>` to its end and reads what the compiler says of this crate.
    pub fn cargo(&self, arguments: &[&str]) -> Built {
        self.cargo_with(arguments, &[])
    }

    /// The same with arguments for what cargo starts.
    pub fn cargo_with(&self, arguments: &[&str], inner: &[&str]) -> Built {
        self.sweep(&self.folder.join("src"));
        let mut command = self.command();
        command.args(arguments).args(["--offline", "--message-format=json"]);
        if !inner.is_empty() {
            command.arg("--").args(inner);
        }
        let output = command.output().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let values = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        Built {
            good: output.status.success(),
            messages: values.filter_map(|value| self.message(&value)).collect(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    fn message(&self, value: &Value) -> Option<Message> {
        let manifest = self.folder.join("Cargo.toml");
        let message = &value["message"];
        if value["reason"] != "compiler-message" || value["manifest_path"].as_str()? != manifest.to_str()? {
            return None;
        }
        Some(Message {
            level: message["level"].as_str()?.to_owned(),
            target: value["target"]["name"].as_str()?.to_owned(),
            file: message["spans"].as_array().and_then(|spans| file_of(spans)).unwrap_or_default(),
            text: message["rendered"].as_str()?.to_owned(),
        })
    }
}

/// A line of `[dependencies]`.
pub fn dependency(features: &[&str]) -> String {
    let harness = root().join("harness");
    format!("{{ path = {harness:?}, default-features = false, features = {features:?} }}")
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The first file of the crate among the primary span and its expansions.
fn file_of(spans: &[Value]) -> Option<String> {
    let mut span = spans.iter().find(|span| span["is_primary"] == true)?;
    loop {
        let file = span["file_name"].as_str()?;
        if file.starts_with("src/") {
            return Some(file.to_owned());
        }
        span = &span["expansion"]["span"];
    }
}
