//! A repository of a user, outside of the workspace, and the command in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fs};
use tempfile::TempDir;

/// Repositories of a program share a target folder, so that its dependencies are compiled once.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub(crate) struct Repository {
    folder: TempDir,
    target: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

/// How the command ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Repository {
    /// A copy of these files of a folder of the tests, all of them committed.
    pub(crate) fn new(from: &str, files: &[&str], target: &str) -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(target);
        let repository = Self { folder: tempfile::tempdir().unwrap(), target, _alone: alone };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(from);
        for file in files {
            repository.write(file, &fs::read_to_string(from.join(file)).unwrap());
        }
        repository.git(&["init", "--quiet"]);
        repository.commit();
        repository
    }

    /// Where cargo builds.
    pub(crate) fn target(&self) -> &Path {
        &self.target
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

    /// `cargo wirecheck` with these words in a folder, without the network and with further variables.
    pub(crate) fn run(&self, folder: &str, words: &[&str], variables: &[(&str, &str)]) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-wirecheck"))
            .arg("wirecheck")
            .args(words)
            .current_dir(self.path(folder))
            .env("CARGO_TARGET_DIR", &self.target)
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

    /// Everything that is there now is in the repository.
    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        let name = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
        self.git(&[&name[..], &["commit", "--quiet", "-m", "all"]].concat());
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
