//! The program, outside of the workspace: its own copy for each test, next to a package that it depends on by its path.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fs};
use tempfile::TempDir;

/// The copies share a target folder, so that the formats are compiled once.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const FILES: [&str; 8] = [
    "seal/Cargo.toml",
    "seal/src/lib.rs",
    "vault/Cargo.toml",
    "vault/src/lib.rs",
    "vault/src/model.rs",
    "vault/cli/src/main.rs",
    "vault/cli/tests/signs.rs",
    "vault/cli/tests/aborts.rs",
];

pub(crate) struct Vault {
    folder: TempDir,
    _alone: MutexGuard<'static, ()>,
}

/// How the command ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Vault {
    /// A copy in a repository of its own.
    pub(crate) fn new() -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let vault = Self { folder: tempfile::tempdir().unwrap(), _alone: alone };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/migrate");
        for file in FILES.iter().chain(&["vault/cli/Cargo.toml", "vault/Cargo.lock"]) {
            vault.write(file, &fs::read_to_string(from.join(file)).unwrap());
        }
        vault.git(&["init", "--quiet"]);
        vault.git(&["add", "--all"]);
        let name = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
        vault.git(&[&name[..], &["commit", "--quiet", "-m", "all"]].concat());
        vault
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    /// `cargo wirecheck` with these words, in a folder, without the network.
    pub(crate) fn wirecheck(&self, folder: &str, words: &[&str]) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-wirecheck"))
            .arg("wirecheck")
            .args(words)
            .current_dir(self.path(folder))
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("migrate-vault"))
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub(crate) fn migrate(&self, words: &[&str]) -> Ended {
        self.wirecheck("vault", &[&["migrate", "--locked", "--quiet"], words].concat())
    }

    /// What differs from the commit.
    pub(crate) fn changes(&self) -> String {
        String::from_utf8(self.git(&["status", "--porcelain"]).stdout).unwrap()
    }

    fn git(&self, words: &[&str]) -> Output {
        let output = Command::new("git").args(words).current_dir(self.folder.path()).output().unwrap();
        assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }
}

impl Ended {
    /// The JSON on standard output, behind what the measured command has printed there.
    pub(crate) fn json(&self) -> Value {
        let at = self
            .stdout
            .find("{\n  \"version\"")
            .unwrap_or_else(|| panic!("{}\n{}", self.stdout, self.stderr));
        serde_json::from_str(&self.stdout[at..]).unwrap()
    }
}

/// The entry of a type.
pub(crate) fn of<'a>(document: &'a Value, type_name: &str) -> &'a Value {
    let types = document["types"].as_array().unwrap();
    types
        .iter()
        .find(|one| one["type_name"] == type_name)
        .unwrap_or_else(|| panic!("no {type_name} in {document}"))
}

/// What is measured of a type.
pub(crate) fn measured<'a>(document: &'a Value, type_name: &str) -> &'a Value {
    let types = document["measured"]["types"].as_array().unwrap();
    types
        .iter()
        .find(|one| one["type_name"] == type_name)
        .unwrap_or_else(|| panic!("no {type_name} in {document}"))
}
