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

    /// Takes back what the worker may have begun, when it runs this task or none.
    pub(crate) fn take_back_begun(&mut self, running: Option<(u32, u64)>) -> Vec<Unanswered> {
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
