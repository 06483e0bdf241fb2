//! What the tests of the areas share: values and tasks that go wrong as they are told, and a gate that holds tasks.

use crate::support::{eventually, is_running, raise};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Only reached in case of a hang.
pub(crate) const LONG: Duration = Duration::from_secs(20);
/// What returns at once returns within this, on a machine that is busy with other things too.
pub(crate) const AT_ONCE: Duration = Duration::from_secs(2);

/// Runs the same statements on `Spawn` and on `Pool`, built with the same options.
macro_rules! on_both {
    ($(.$option:ident($($value:expr),*))*, |$backend:ident| $body:block) => {{
        {
            let $backend = wirecheck::Spawn::builder()$(.$option($($value),*))*.build().unwrap();
            $body
        }
        {
            let $backend = wirecheck::Pool::builder()$(.$option($($value),*))*.build().unwrap();
            $body
        }
    }};
}
pub(crate) use on_both;

/// Runs what must not take long.
pub(crate) fn at_once<T>(what: &str, code: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = code();
    assert!(start.elapsed() < AT_ONCE, "{what} took {:?}", start.elapsed());
    value
}

/// Ends the calling process, or panics, as the word says.
pub(crate) fn go_wrong(how: &str) {
    match how {
        "panic" => panic!("it panics as asked"),
        "exit 0" => std::process::exit(0),
        "exit 3" => std::process::exit(3),
        "abort" => std::process::abort(),
        "kill" => raise("-KILL"),
        "interrupt" => raise("-INT"),
        "segv" => raise("-SEGV"),
        _ => {}
    }
}

/// A value whose writing or reading goes wrong, as its text says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tricky(pub(crate) String);

impl wirecheck::Sendable for Tricky {}

impl Serialize for Tricky {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(how) = self.0.strip_prefix("write ") {
            go_wrong(how);
            return Err(serde::ser::Error::custom("it will not be written"));
        }
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tricky {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Some(how) = text.strip_prefix("read ") {
            go_wrong(how);
            return Err(serde::de::Error::custom("it will not be read"));
        }
        Ok(Self(text))
    }
}

pub(crate) fn tricky(text: &str) -> Tricky {
    Tricky(text.to_owned())
}

/// Gives a value that goes wrong on its way back.
pub(crate) fn give(text: String) -> Tricky {
    Tricky(text)
}

/// Takes a value that goes wrong on its way there.
pub(crate) fn take(value: Tricky) -> String {
    value.0
}

/// Goes wrong itself.
pub(crate) fn fault(how: String) -> String {
    go_wrong(&how);
    how
}

pub(crate) fn double(x: u64) -> u64 {
    2 * x
}

pub(crate) fn pid(_: u64) -> u32 {
    std::process::id()
}

/// Holds tasks until the test lets them go, and tells it when one is running.
pub(crate) struct Gate {
    listener: UnixListener,
    folder: tempfile::TempDir,
}

/// A task that runs and waits. Dropping this lets it go.
pub(crate) struct Held {
    pub(crate) pid: u32,
    _stream: UnixStream,
}

impl Gate {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("gate")).unwrap();
        listener.set_nonblocking(true).unwrap();
        Self { listener, folder }
    }

    /// What [`hold`] is to be told.
    pub(crate) fn path(&self) -> String {
        self.folder.path().join("gate").to_str().unwrap().to_owned()
    }

    /// Waits until a task is running.
    pub(crate) fn next(&self) -> Held {
        let mut stream = None;
        eventually("a task runs", LONG, || {
            stream = self.listener.accept().ok();
            stream.is_some()
        });
        let (mut stream, _) = stream.unwrap();
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        let mut pid = [0; 4];
        stream.read_exact(&mut pid).unwrap();
        Held { pid: u32::from_le_bytes(pid), _stream: stream }
    }
}

/// The task: runs until it is let go.
pub(crate) fn hold(path: String) -> u32 {
    let pid = std::process::id();
    // Where the gate is gone nobody waits for this task to wait.
    if let Ok(mut stream) = UnixStream::connect(path) {
        let _ = stream.write_all(&pid.to_le_bytes());
        let _ = stream.read(&mut [0]);
    }
    pid
}

/// Kills a process from outside.
pub(crate) fn kill(signal: &str, pid: u32) {
    let status = Command::new("kill").args([signal, &pid.to_string()]).status().unwrap();
    assert!(status.success(), "kill {signal} {pid}");
}

/// The program `endings`, with its workers.
pub(crate) struct Program {
    child: std::process::Child,
    pub(crate) workers: Vec<u32>,
}

impl Program {
    /// Starts it in a process group of its own, and waits until its workers have said who they are.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_endings"));
        command.args(arguments).process_group(0);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let expected = if arguments[0] == "idle" { 3 } else { 2 };
        let workers = (0..expected).map(|_| lines.next().unwrap().unwrap().parse().unwrap()).collect();
        Self { child, workers }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Lets it go on to its end; see [`ended`](Self::ended).
    pub(crate) fn finish(mut self) -> (ExitStatus, String) {
        self.child.stdin.take();
        self.ended()
    }

    /// Waits for its end, which is to be near, and that of its workers, which is to come at once; gives what it wrote to
    /// its standard error.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let mut status = None;
        eventually("the program ends", LONG, || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        let workers = &self.workers;
        eventually("its workers end", Duration::from_secs(1), || workers.iter().all(|pid| !is_running(*pid)));
        let mut words = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
        (status.unwrap(), words)
    }
}

/// What the program `starved` tells, started after a line for the shell.
pub(crate) fn starved(limits: &str, arguments: &[&str]) -> Vec<String> {
    let line = format!("{limits} exec \"$0\" \"$@\"");
    let program = env!("CARGO_BIN_EXE_starved");
    let output = Command::new("sh").args(["-c", &line, program]).args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let rest = String::from_utf8(output.stderr).unwrap();
    let told: Vec<String> = text.split("\n\n").map(str::to_owned).filter(|told| !told.is_empty()).collect();
    assert!(output.status.success() && !told.is_empty(), "{text}\n{rest}");
    told
}
