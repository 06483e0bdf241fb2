//! The crate under test, and how its programs are started.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Only reached in case of a hang: a build of everything on a busy machine takes minutes.
const PATIENCE: Duration = Duration::from_secs(900);

/// How a program ended and what it wrote.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    #[track_caller]
    pub fn is_good(&self) -> &Self {
        self.has_code(0)
    }

    #[track_caller]
    pub fn has_code(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.stdout.contains(words), "not there: {words}\n{}\n{}", self.stdout, self.stderr);
        self
    }

    /// The names of the trials that ended so (`ok`, `FAILED`), sorted.
    pub fn trials(&self, how: &str) -> Vec<String> {
        let line = |line: &str| {
            let (name, end) = line.strip_prefix("test ")?.split_once(" ... ")?;
            (end == how).then(|| name.trim_end().to_owned())
        };
        let mut names: Vec<String> = self.stdout.lines().filter_map(line).collect();
        names.sort();
        names
    }
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/downstream").canonicalize().unwrap()
}

/// Where it is built: the same for all, so that the dependencies are built once.
pub fn target(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// cargo in the crate, as a user calls it; nothing is downloaded.
pub fn cargo(arguments: &[&str], target_name: &str) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder()).args(arguments).arg("--offline");
    command.env("CARGO_TARGET_DIR", target(target_name)).env("CARGO_TERM_COLOR", "never");
    as_of_a_user(&mut command);
    command
}

/// Nothing of this test's own build, and snapshots are only read.
fn as_of_a_user(command: &mut Command) {
    for variable in [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "INSTA_UPDATE",
        "INSTA_WORKSPACE_ROOT",
        "WIRECHECK_JUNIT",
        "WIRECHECK_REPORT",
    ] {
        command.env_remove(variable);
    }
    command
        .env("CI", "1")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUST_BACKTRACE", "0")
        .env("CARGO_INCREMENTAL", "0");
}

/// Runs it to its end, and ends it at the deadline.
#[track_caller]
pub fn end(mut command: Command) -> Ended {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let outputs = [read(child.stdout.take()), read(child.stderr.take())];
    let deadline = Instant::now() + PATIENCE;
    let [stdout, stderr] = outputs.map(|output| {
        let text = output.recv_timeout(deadline.saturating_duration_since(Instant::now()));
        text.unwrap_or_else(|_| hangs(&mut child, &command))
    });
    Ended { code: child.wait().unwrap().code(), stdout, stderr }
}

fn hangs(child: &mut Child, command: &Command) -> ! {
    let _ = child.kill();
    panic!("still running after {PATIENCE:?}: {command:?}");
}

fn read(stream: Option<impl Read + Send + 'static>) -> std::sync::mpsc::Receiver<String> {
    let (done, text) = channel();
    std::thread::spawn(move || {
        let mut all = Vec::new();
        let _ = stream.expect("a pipe").read_to_end(&mut all);
        let _ = done.send(String::from_utf8_lossy(&all).into_owned());
    });
    text
}

/// One of its test programs, built once; a call of it starts where cargo would start it.
#[track_caller]
pub fn program(name: &str, arguments: &[&str]) -> Ended {
    static BUILT: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
        let built = end(cargo(&["test", "--no-run", "--tests", "--features", "broken"], "downstream"));
        built.is_good();
        let path = |line: &str| {
            Some(line.split_once("Executable tests/")?.1.split_once('(')?.1.strip_suffix(')')?.into())
        };
        built.stderr.lines().filter_map(path).collect()
    });
    let is_it = |path: &&PathBuf| {
        path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&format!("{name}-")))
    };
    let path = BUILT.iter().find(is_it).unwrap_or_else(|| panic!("no program {name} in {BUILT:?}"));
    let mut command = Command::new(folder().join(path));
    command.current_dir(folder()).args(arguments);
    as_of_a_user(&mut command);
    end(command)
}

/// Held by each test: one at a time has processes, and dropping it checks that none is left.
pub struct Alone(#[allow(dead_code, reason = "held")] std::sync::MutexGuard<'static, ()>);

pub fn alone() -> Alone {
    static LOCK: Mutex<()> = Mutex::new(());
    Alone(LOCK.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Drop for Alone {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let start = Instant::now();
        // A worker sees the end of its parent and ends itself: that takes a moment.
        while let Some(left) = workers() {
            assert!(start.elapsed() < Duration::from_secs(10), "a process is left behind: {left}");
            std::thread::yield_now();
        }
    }
}

/// A process that runs a program of the crate; workers of a parent that ended are no children of ours.
fn workers() -> Option<String> {
    let ours = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let mut programs = processes.filter_map(|process| std::fs::read_link(process.path().join("exe")).ok());
    programs
        .find(|path| {
            path.starts_with(ours.join("downstream")) || path.starts_with(ours.join("downstream-profiles"))
        })
        .map(|path| path.display().to_string())
}
