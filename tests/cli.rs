//! The command line, run as a program: exit codes, streams, files.

#[path = "cli/baseline.rs"]
mod baseline;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/run.rs"]
mod run;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wirecheck::matrix::{BackendKind, Data, Outcome, Scale};
use wirecheck::report::{Compat, Timing};

/// Only reached in case of a hang.
const DEADLINE: Duration = Duration::from_secs(60);

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_all_outcomes"));
    command.args(["--scale", "quick", "--workers", "2"]).stdin(Stdio::null());
    command
}

/// Runs to the end, or is killed at the deadline.
fn finish(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = |stream: &mut dyn std::io::Read| {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let err = std::thread::spawn(move || read(&mut err));
    let out = std::thread::spawn(move || read(&mut out));
    let status = wait(&mut child);
    Output { status, stdout: out.join().unwrap(), stderr: err.join().unwrap() }
}

fn wait(child: &mut Child) -> std::process::ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > DEADLINE {
            child.kill().unwrap();
            panic!("it hangs");
        }
        std::thread::park_timeout(Duration::from_millis(1));
    }
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn run(directory: &Path, args: &[&str]) -> Run {
    let output = finish(program().arg("--out").arg(directory).args(args));
    Run {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn compat(directory: &Path) -> Compat {
    Compat::read(&directory.join("compat.ron")).unwrap().expect("the file is there")
}
