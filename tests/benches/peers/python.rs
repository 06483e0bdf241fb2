//! Python's pools, measured by a script in one kept interpreter.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/peers.py");

pub(crate) struct Python {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Python {
    /// `None` when there is no `python3`.
    pub(crate) fn start() -> Option<Self> {
        let mut child = Command::new("python3")
            .args([SCRIPT, &super::WORKERS.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let (questions, answers) = (child.stdin.take()?, BufReader::new(child.stdout.take()?));
        Some(Self { child, questions, answers })
    }

    fn ask(&mut self, what: &str, tasks: u64) -> Vec<(String, f64)> {
        if writeln!(self.questions, "{what} {tasks}").and_then(|()| self.questions.flush()).is_err() {
            return Vec::new();
        }
        let mut rates = Vec::new();
        for line in self.answers.by_ref().lines() {
            match line.ok().as_deref().and_then(|line| line.split_once('\t')) {
                Some((name, rate)) => rates.extend(rate.parse().ok().map(|rate| (name.to_owned(), rate))),
                None => break,
            }
        }
        rates
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // The script ends with its input; killing it is for the case that it does not.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Rates by peer; none when Python or the peer is not there.
pub(crate) fn ask(python: &mut Option<Python>, what: &str, tasks: u64) -> Vec<(String, f64)> {
    python.as_mut().map(|python| python.ask(what, tasks)).unwrap_or_default()
}
