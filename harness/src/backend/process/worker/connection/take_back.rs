//! Tasks of a worker that will not answer them.

use super::frames::{Connection, Unanswered};
use crate::transfer::{EncodedValue, Payload};
use crate::wire::{Frame, HEAD};

impl Connection {
    /// Takes the first task without an answer back, of a worker that will not give one.
    pub(crate) fn take_back(&mut self) -> Option<Unanswered> {
        let head = self.front()?;
        let answered = self.answered();
        let (call, index) = self.next_task()?;
        let (shared_buffer, regions) = self.shared_buffers.input_after(answered);
        let body = shared_buffer.map_or_else(
            || {
                let rest = &self.out[self.passed + HEAD..self.passed + head.total()];
                Payload::Inline(Frame::of(&head, rest).body.to_vec())
            },
            Payload::OutOfBand,
        );
        let input = EncodedValue { body, regions };
        // Without giving space back: what was never written counts too.
        self.passed += head.total();
        Some(Unanswered { call, index, input })
    }

    /// Takes back what the worker has begun and not answered. `noted` is the task that it notes as running, and `count` how many
    /// tasks it says to have begun in all, if it says that. Where that cannot be true, each task that it got may have begun.
    pub(crate) fn take_back_begun(
        &mut self,
        noted: Option<(u32, u64)>,
        count: Option<u64>,
    ) -> Vec<Unanswered> {
        let (appended, answered) = (self.appended, self.answered());
        let is_known = noted.is_none_or(|task| Some(task) == self.last_answered || self.is_unanswered(task));
        if !is_known || count.is_some_and(|count| count > appended) {
            return self.take_back_running(None);
        }
        let is_running = noted.is_some_and(|task| self.is_unanswered(task));
        let mut begun = if is_running { self.take_back_running(noted) } else { Vec::new() };
        let least = count.unwrap_or(0).saturating_sub(answered);
        while (begun.len() as u64) < least && self.is_first_written() {
            let Some(task) = self.take_back() else { break };
            begun.push(task);
        }
        begun
    }

    /// Takes back what the worker may have begun, when it runs this task or none.
    pub(crate) fn take_back_running(&mut self, running: Option<(u32, u64)>) -> Vec<Unanswered> {
        let mut begun = Vec::new();
        while let Some(task) = self.first().filter(|_| self.is_first_written()) {
            begun.extend(self.take_back());
            if Some(task) == running {
                break;
            }
        }
        begun
    }
}

#[cfg(test)]
#[path = "take_back_tests.rs"]
mod tests;
