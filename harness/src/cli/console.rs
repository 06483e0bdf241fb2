//! The streams of a run.

use std::fmt;
use std::io::{self, IsTerminal as _, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// The two streams of a run, and what they support.
///
/// Stderr is shared: a line of progress comes from the thread that finished the task.
pub struct Console {
    out: Box<dyn Write>,
    err: Lines,
    /// Colour on stdout.
    pub(super) colour: bool,
    /// A progress bar on stderr.
    pub(super) bar: bool,
}

/// Prints whole pieces of text to stderr, from any thread.
#[derive(Clone)]
pub(super) struct Lines(Arc<Mutex<dyn Write + Send>>);

impl Lines {
    /// An error of stderr is ignored: there is nowhere left to report it.
    pub(super) fn print(&self, text: &str) {
        let mut err = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }
}

impl Console {
    /// The streams of this process: colour and a bar on terminals only, no colour under `NO_COLOR`.
    pub fn of_process() -> Self {
        // By the convention of NO_COLOR an empty variable does not count.
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            colour: io::stdout().is_terminal() && !no_colour,
            bar: io::stderr().is_terminal(),
            ..Self::new(io::stdout(), io::stderr())
        }
    }

    /// Other streams, which are not terminals.
    pub fn new(out: impl Write + 'static, err: impl Write + Send + 'static) -> Self {
        Self { out: Box::new(out), err: Lines(Arc::new(Mutex::new(err))), colour: false, bar: false }
    }

    /// Prints to stdout. A reader that has seen enough (`| head`) is not an error.
    pub(super) fn out(&mut self, text: &str) -> io::Result<()> {
        match self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }

    /// Prints to stdout.
    ///
    /// # Errors
    /// A sentence, where stdout cannot be written to.
    pub(super) fn print(&mut self, text: &str) -> Result<(), String> {
        self.out(text).map_err(|error| format!("cannot write to stdout: {error}"))
    }

    /// Prints to stderr.
    pub(super) fn err(&self, text: &str) {
        self.err.print(text);
    }

    /// Stderr, for another thread.
    pub(super) fn lines(&self) -> Lines {
        self.err.clone()
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console")
            .field("colour", &self.colour)
            .field("bar", &self.bar)
            .finish_non_exhaustive()
    }
}
