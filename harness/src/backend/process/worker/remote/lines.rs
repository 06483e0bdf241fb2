//! Lines of a worker on a node, on their way to the caller.

use crate::backend::LineStream;
use crate::backend::process::worker::contract::TaskId;
use crate::backend::process::worker::lines::LineSink;
use crate::wire::{Malformed, Reader};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many lines of a worker wait for room at the most.
const MOST_LINES: usize = 1024;
/// So many bytes of them.
const MOST_BYTES: usize = 128 << 10;

/// A line that a worker on a node has written to its standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatLine {
    /// The process that has written it.
    pub(super) pid: u32,
    /// The task that ran then.
    pub(super) task: Option<TaskId>,
    /// How many lines before it are missing.
    pub(super) missed: u64,
    pub(super) text: Vec<u8>,
}

impl SeatLine {
    /// Appends its bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        let (call, index) = self.task.unwrap_or_default();
        out.push(u8::from(self.task.is_some()));
        out.extend_from_slice(&self.pid.to_le_bytes());
        out.extend_from_slice(&call.to_le_bytes());
        out.extend_from_slice(&index.to_le_bytes());
        out.extend_from_slice(&self.missed.to_le_bytes());
        out.extend_from_slice(&self.text);
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Self::take(&mut Reader(bytes)).ok()
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let has_task = reader.byte()? != 0;
        let pid = reader.u32()?;
        let task = (reader.u32()?, reader.u64()?);
        let missed = reader.u64()?;
        Ok(Self { pid, task: has_task.then_some(task), missed, text: reader.0.to_vec() })
    }
}

/// Lines that wait until there is room for them on the way to the caller. More are dropped and counted.
#[derive(Debug, Default)]
pub(super) struct SeatLines(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    lines: VecDeque<SeatLine>,
    bytes: usize,
    missed: u64,
}

impl SeatLines {
    pub(super) fn next(&self) -> Option<SeatLine> {
        let mut state = self.lock();
        let line = state.lines.pop_front()?;
        state.bytes -= line.text.len();
        Some(line)
    }

    /// No code that can panic runs under this lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LineSink for SeatLines {
    fn line(&self, pid: u32, _: LineStream, task: Option<TaskId>, text: &[u8]) {
        let mut state = self.lock();
        if state.lines.len() >= MOST_LINES || state.bytes + text.len() > MOST_BYTES {
            state.missed += 1;
            return;
        }
        let missed = std::mem::take(&mut state.missed);
        state.bytes += text.len();
        state.lines.push_back(SeatLine { pid, task, missed, text: text.to_vec() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_was_written() {
        for task in [None, Some((u32::MAX, u64::MAX)), Some((0, 0))] {
            let line = SeatLine { pid: 7, task, missed: 3, text: vec![0, b'\n', 0xff] };
            let mut bytes = Vec::new();
            line.write(&mut bytes);
            assert_eq!(SeatLine::read(&bytes), Some(line.clone()));
            let head = bytes.len() - line.text.len();
            assert!((0..head).all(|end| SeatLine::read(&bytes[..end]).is_none()));
        }
    }

    #[test]
    fn what_has_no_room_is_counted() {
        let lines = SeatLines::default();
        for at in 0..MOST_LINES + 9 {
            lines.line(1, LineStream::Stderr, None, at.to_string().as_bytes());
        }
        let kept: Vec<SeatLine> = std::iter::from_fn(|| lines.next()).collect();
        assert_eq!((kept.len(), kept[0].missed), (MOST_LINES, 0));
        lines.line(1, LineStream::Stderr, None, &[b'x'; 8192]);
        assert_eq!(lines.next().map(|line| line.missed), Some(9));
        for _ in 0..100 {
            lines.line(1, LineStream::Stderr, None, &[b'x'; 8192]);
        }
        let bytes: usize = std::iter::from_fn(|| lines.next()).map(|line| line.text.len()).sum();
        assert_eq!(bytes, MOST_BYTES);
    }
}
