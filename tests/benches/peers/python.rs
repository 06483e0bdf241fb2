//! Python's pools, measured by a script in one kept interpreter.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/peers.py");

pub(crate) const POOL: &str = "multiprocessing.Pool";
pub(crate) const EXECUTOR: &str = "ProcessPoolExecutor";
pub(crate) const JOBLIB: &str = "joblib/loky";
const ALL: [&str; 3] = [POOL, EXECUTOR, JOBLIB];

pub(crate) struct Python {
    kept: Option<Interpreter>,
    peers: Vec<String>,
}

struct Interpreter {
    child: Child,
    /// Until the end.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Python {
    /// Without peers when there is no `python3`.
    pub(crate) fn start() -> Self {
        let mut python = Self { kept: Interpreter::start(), peers: Vec::new() };
        let peers = python.kept.as_mut().and_then(|kept| kept.answer());
        python.peers = peers.iter().flat_map(|peers| peers.split('\t')).map(str::to_owned).collect();
        python
    }

    /// The peers that are not here, by name.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        ALL.into_iter().filter(|peer| !self.has(peer)).collect()
    }

    fn has(&self, peer: &str) -> bool {
        self.peers.iter().any(|known| known == peer)
    }

    /// What the script says to a question; nothing when the peer is not here.
    ///
    /// # Errors
    /// When the script failed: its own words are on standard error then.
    pub(crate) fn ask(
        &mut self,
        peer: &str,
        what: &str,
        workers: usize,
        size: u64,
    ) -> Result<Option<f64>, String> {
        let is_there = self.has(peer);
        let Some(kept) = self.kept.as_mut().filter(|_| is_there) else { return Ok(None) };
        let question = format!("{peer} {what} {workers} {size}");
        let answer = kept.ask(&question).and_then(|answer| answer.parse().ok());
        answer.map(Some).ok_or(format!("peers.py did not answer `{question}`"))
    }
}

impl Interpreter {
    fn start() -> Option<Self> {
        let mut child =
            Command::new("python3").arg(SCRIPT).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        let (questions, answers) = (child.stdin.take(), BufReader::new(child.stdout.take()?));
        Some(Self { child, questions, answers })
    }

    fn ask(&mut self, question: &str) -> Option<String> {
        writeln!(self.questions.as_mut()?, "{question}").ok()?;
        self.answer()
    }

    fn answer(&mut self) -> Option<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line).ok()?;
        line.strip_suffix('\n').map(str::to_owned)
    }
}

impl Drop for Interpreter {
    fn drop(&mut self) {
        // The script ends with its input, and tidies up; it is never in the middle of a question here.
        self.questions = None;
        let _ = self.child.wait();
    }
}
