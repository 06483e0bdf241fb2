//! Bytes of a stream into lines with their tasks.

use super::mark::Mark;
use crate::backend::process::worker::contract::TaskId;
use crate::sys::Running;

/// A longer line comes in parts.
const LONGEST: usize = 8 * 1024;
/// So many bytes wait for their task at the most.
const UNRESOLVED: usize = 64 * 1024;

/// See the [module](self).
#[derive(Debug, Default)]
pub(in crate::backend::process::worker) struct LineSplitter {
    /// The beginning of what may be a mark.
    partial: Vec<u8>,
    /// Bytes behind the last mark, each part with what ran when it was there.
    unresolved: Vec<(Running, Vec<u8>)>,
    waiting: usize,
    /// A line without an end, and its task.
    line: Vec<u8>,
    task: Option<TaskId>,
}

impl LineSplitter {
    /// Takes bytes that were there before `running` was looked at. Returns them without marks.
    pub(in crate::backend::process::worker) fn push(
        &mut self,
        bytes: &[u8],
        running: Running,
        out: &mut impl FnMut(Option<TaskId>, &[u8]),
    ) -> Vec<u8> {
        let mut plain = Vec::with_capacity(bytes.len());
        let joined = [&std::mem::take(&mut self.partial), bytes].concat();
        let mut rest = joined.as_slice();
        while let Some(at) = Mark::find(rest) {
            let (text, mark) = rest.split_at(at);
            self.take(text, running, &mut plain);
            match Mark::read(mark) {
                Mark::Of { ordinal, task, length } => {
                    for (running, bytes) in std::mem::take(&mut self.unresolved) {
                        // What a task has left in the pipe at its end has its mark behind it. So bytes are of an earlier task than the
                        // one that ran only if the next mark is that one's.
                        let is_earlier = running.is_after(ordinal);
                        self.resolve(if is_earlier { Some(task) } else { running.task }, &bytes, out);
                    }
                    self.waiting = 0;
                    self.end_line(out);
                    rest = &mark[length..];
                }
                Mark::Partial => {
                    self.partial = mark.to_vec();
                    rest = &[];
                }
                Mark::None => {
                    self.take(&mark[..1], running, &mut plain);
                    rest = &mark[1..];
                }
            }
        }
        self.take(rest, running, &mut plain);
        if self.waiting > UNRESOLVED {
            self.drained(out);
        }
        plain
    }

    fn take(&mut self, text: &[u8], running: Running, plain: &mut Vec<u8>) {
        if text.is_empty() {
            return;
        }
        plain.extend_from_slice(text);
        self.waiting += text.len();
        match self.unresolved.last_mut() {
            Some((seen, bytes)) if *seen == running => bytes.extend_from_slice(text),
            _ => self.unresolved.push((running, text.to_vec())),
        }
    }

    /// There is nothing more for now: no mark comes for what was taken.
    pub(in crate::backend::process::worker) fn drained(
        &mut self,
        out: &mut impl FnMut(Option<TaskId>, &[u8]),
    ) {
        for (running, bytes) in std::mem::take(&mut self.unresolved) {
            self.resolve(running.task, &bytes, out);
        }
        self.waiting = 0;
    }

    fn resolve(&mut self, task: Option<TaskId>, bytes: &[u8], out: &mut impl FnMut(Option<TaskId>, &[u8])) {
        if self.task != task {
            self.end_line(out);
            self.task = task;
        }
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| *byte == b'\n') {
            self.line.extend_from_slice(&rest[..at]);
            // Also one that is empty.
            self.emit(out);
            rest = &rest[at + 1..];
        }
        self.line.extend_from_slice(rest);
        while self.line.len() > LONGEST {
            let more = self.line.split_off(LONGEST);
            self.emit(out);
            self.line = more;
        }
    }

    fn emit(&mut self, out: &mut impl FnMut(Option<TaskId>, &[u8])) {
        let line = std::mem::take(&mut self.line);
        for part in line.chunks(LONGEST) {
            out(self.task, part);
        }
        if line.is_empty() {
            out(self.task, b"");
        }
    }

    /// Passes a line on that has no end.
    pub(in crate::backend::process::worker) fn end_line(
        &mut self,
        out: &mut impl FnMut(Option<TaskId>, &[u8]),
    ) {
        if !self.line.is_empty() {
            self.emit(out);
        }
    }

    /// Whether there is a line without an end.
    pub(in crate::backend::process::worker) fn has_partial_line(&self) -> bool {
        !self.line.is_empty()
    }

    /// The stream has ended.
    pub(in crate::backend::process::worker) fn finish(
        &mut self,
        out: &mut impl FnMut(Option<TaskId>, &[u8]),
    ) {
        let partial = std::mem::take(&mut self.partial);
        self.take(&partial, Running::default(), &mut Vec::new());
        self.drained(out);
        self.end_line(out);
    }
}

#[cfg(test)]
#[path = "splitter_tests.rs"]
mod tests;
