//! A crate of a user, outside of the workspace: its own copy for each test.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fs};
use tempfile::TempDir;

/// The copies share a target folder, so that serde is compiled once.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub(crate) struct Shop {
    folder: TempDir,
    _alone: MutexGuard<'static, ()>,
}

/// How the command ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Shop {
    /// A copy in a repository of its own.
    pub(crate) fn new() -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let shop = Self { folder: tempfile::tempdir().unwrap(), _alone: alone };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint/shop");
        for file in ["Cargo.toml", "Cargo.lock", "src/main.rs", "src/model.rs"] {
            shop.write(file, &fs::read_to_string(from.join(file)).unwrap());
        }
        shop.git(&["init", "--quiet"]);
        shop.commit();
        shop
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

    /// Puts a text in the place of another, which must be there once.
    pub(crate) fn replace(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert_eq!(text.matches(old).count(), 1, "{old}");
        self.write(file, &text.replace(old, new));
    }

    /// Where cargo builds.
    pub(crate) fn target() -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint-shop")
    }

    /// `cargo wirecheck` with these words, without the network.
    pub(crate) fn wirecheck(&self, words: &[&str]) -> Ended {
        self.wirecheck_with(words, &[])
    }

    /// The same with further variables.
    pub(crate) fn wirecheck_with(&self, words: &[&str], variables: &[(&str, &str)]) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-wirecheck"))
            .arg("wirecheck")
            .args(words)
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", Self::target())
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub(crate) fn lint(&self, words: &[&str]) -> Ended {
        self.wirecheck(&[&["lint", "--locked"], words].concat())
    }

    /// Everything that is there now is in the repository.
    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&[
            "-c",
            "user.name=test",
            "-c",
            "user.email=test@localhost",
            "commit",
            "--quiet",
            "-m",
            "all",
        ]);
    }

    /// What differs from the last commit.
    pub(crate) fn changes(&self) -> String {
        String::from_utf8(self.git(&["status", "--porcelain"]).stdout).unwrap()
    }

    fn git(&self, words: &[&str]) -> Output {
        let output = Command::new("git").args(words).current_dir(self.folder.path()).output().unwrap();
        assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }
}
