//! The end of what a worker wrote.

use crate::backend::LineStream;
use crate::backend::process::worker::contract::TaskId;
use crate::backend::process::worker::lines::LineSink;
use crate::sys::{ParentControl, Running, RunningView};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Bytes kept of each stream: its end.
const KEPT: usize = 64 * 1024;
/// Bytes of it that an error shows.
const SHOWN: usize = 2 * 1024;
/// How long the thread that reads is waited for where it has the pipe of a dead worker.
const PATIENCE: Duration = Duration::from_millis(200);
/// How often it is looked whether it still has.
const TRY_AGAIN: Duration = Duration::from_millis(2);

/// Who wants the lines of a stream.
#[derive(Debug)]
pub(super) struct LineTap {
    pid: u32,
    stream: LineStream,
    running: RunningView,
    sink: Arc<dyn LineSink>,
}

impl LineTap {
    pub(super) fn running(&self) -> Running {
        self.running.running()
    }

    pub(super) fn line(&self, task: Option<TaskId>, text: &[u8]) {
        self.sink.line(self.pid, self.stream, task, text);
    }
}

/// Who reads pipes, by their numbers.
pub(super) trait ReadAll: std::fmt::Debug + Send + Sync {
    /// Reads what is in a pipe. Returns false if another thread reads just now.
    fn try_read_all(&self, id: u64) -> bool;
}

/// The end of one stream.
#[derive(Debug, Default)]
pub(crate) struct Capture {
    state: Mutex<Tail>,
    ended: Condvar,
    /// Of the pipe.
    inode: u64,
    /// Who reads the pipe, and its number there.
    reader: Option<Weak<dyn ReadAll>>,
    id: u64,
    /// Who wants its lines, once that is known.
    tap: OnceLock<LineTap>,
}

#[derive(Debug, Default)]
pub(super) struct Tail {
    pub(super) bytes: VecDeque<u8>,
    has_ended: bool,
}

impl Capture {
    pub(super) fn of(inode: u64, reader: Weak<dyn ReadAll>, id: u64) -> Self {
        Self { inode, reader: Some(reader), id, ..Self::default() }
    }

    /// Passes lines on from now on. What was read before without anybody to pass it to comes first.
    pub(crate) fn tap(&self, control: &ParentControl, pid: u32, stream: LineStream, sink: Arc<dyn LineSink>) {
        control.mark(usize::from(stream == LineStream::Stderr), self.inode);
        let _ = self.tap.set(LineTap { pid, stream, running: control.view(), sink });
    }

    pub(super) fn tapped(&self) -> Option<&LineTap> {
        self.tap.get()
    }

    pub(super) fn push(&self, bytes: &[u8]) {
        let mut tail = self.lock();
        tail.bytes.extend(bytes);
        let over = tail.bytes.len().saturating_sub(KEPT);
        tail.bytes.drain(..over);
    }

    pub(super) fn end(&self) {
        self.lock().has_ended = true;
        self.ended.notify_all();
    }

    pub(super) fn has_ended(&self) -> bool {
        self.lock().has_ended
    }

    /// What a worker that is gone wrote last: at most a few lines.
    pub(crate) fn stderr_tail(&self) -> String {
        self.read_to_end();
        let bytes: Vec<u8> = self.lock().bytes.iter().copied().collect();
        let text = without_backtraces(&String::from_utf8_lossy(&bytes));
        let least = text.len().saturating_sub(SHOWN);
        let from = (least..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let shown = &text[from..];
        // A cut within a line shows half a word: it begins with the next one.
        let whole = if from > 0 { shown.split_once('\n').map_or(shown, |(_, rest)| rest) } else { shown };
        whole.trim().to_owned()
    }

    /// All that it wrote is in its pipe. It is read here: the thread for that may be late on a busy machine.
    fn read_to_end(&self) {
        let start = Instant::now();
        while !self.has_ended() && start.elapsed() < PATIENCE {
            if self.reader.as_ref().and_then(Weak::upgrade).is_none_or(|reader| reader.try_read_all(self.id))
            {
                return;
            }
            // The thread reads just now.
            let waited = self.ended.wait_timeout_while(self.lock(), TRY_AGAIN, |tail| !tail.has_ended);
            drop(waited);
        }
    }

    /// Takes what is kept.
    pub(crate) fn take(&self) -> String {
        let bytes: Vec<u8> = self.lock().bytes.drain(..).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Tail> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was said, without the frames that `RUST_BACKTRACE` adds after it: they would push it out of what is shown.
fn without_backtraces(text: &str) -> String {
    let mut in_frames = false;
    let is_told = |line: &&str| {
        in_frames = line.trim_end() == "stack backtrace:" || (in_frames && line.starts_with(' '));
        !in_frames
    };
    text.split_inclusive('\n').filter(is_told).collect()
}
