//! One run of the program under test.

use crate::fault::Fault;
use crate::tracer::{Seen, Tracer};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    /// What the tracer saw.
    pub seen: Seen,
    /// The lines of the program.
    pub report: String,
    /// What it and its workers wrote to standard error.
    pub stderr: String,
    /// Tasks that ran more than once.
    pub repeated: Vec<String>,
    /// Where its threads were when the time was up.
    pub hung: Option<String>,
    /// How long it took.
    pub took: Duration,
}

/// The program under test.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its executable.
    pub executable: PathBuf,
    /// Longer than this is a hang.
    pub limit: Duration,
}

impl Program {
    /// Runs a scenario in a folder of its own, which is removed.
    ///
    /// # Errors
    /// When the program cannot be started or traced.
    pub fn run(&self, scenario: &str, fault: Option<&Fault>, folder: &Path) -> io::Result<Run> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        let (report, stderr) = (folder.join("report"), folder.join("stderr"));
        let start = Instant::now();
        let mut child = Command::new(&self.executable)
            .arg(scenario)
            .env("SWEEP_FOLDER", folder)
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(File::create(&report)?)
            .stderr(File::create(&stderr)?)
            .spawn()?;
        let root = Pid::from_raw(i32::try_from(child.id()).map_err(io::Error::other)?);
        let tracer = Tracer::seize(root, folder, fault).inspect_err(|_| {
            let _ = kill(root, Signal::SIGKILL);
        })?;
        child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?.write_all(b"\n")?;
        let (done, watched) = channel();
        let limit = self.limit;
        let watch = std::thread::spawn(move || {
            (watched.recv_timeout(limit) == Err(RecvTimeoutError::Timeout)).then(|| {
                let places = places(root);
                let _ = kill(root, Signal::SIGKILL);
                places
            })
        });
        let seen = tracer.follow();
        let took = start.elapsed();
        let _ = done.send(());
        let hung = watch.join().unwrap_or_default();
        let repeated = names(folder)?.into_iter().filter(|name| name.contains("again")).collect();
        let read = |path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let run = Run { seen, report: read(&report)?, stderr: read(&stderr)?, repeated, hung, took };
        fs::remove_dir_all(folder)?;
        Ok(run)
    }
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// What each thread of a process waits for.
fn places(process: Pid) -> String {
    let folder = PathBuf::from(format!("/proc/{process}/task"));
    let mut places = Vec::new();
    for thread in names(&folder).unwrap_or_default() {
        let read = |name: &str| fs::read_to_string(folder.join(&thread).join(name)).unwrap_or_default();
        let call: String = read("syscall").split(' ').take(2).collect::<Vec<_>>().join(" ");
        places.push(format!("{} in {} (call {})", read("comm").trim(), read("wchan"), call.trim()));
    }
    places.join(", ")
}
