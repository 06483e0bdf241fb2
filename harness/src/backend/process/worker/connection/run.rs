//! Tasks on their way into a connection.

use super::frames::{Connection, Span};
use super::unsent::Unsent;
use crate::shared_slice::Region;
use crate::transfer::{Destination, EncodedValue, FrameSink, Payload, SharedBuffer};
use crate::wire::{FrameKind, HEAD, NAME, begin, begin_named, finish, is_large};
use std::sync::Arc;

/// Consecutive tasks on their way into a connection. What was begun and not finished is taken back.
pub(crate) struct Run<'a> {
    pub(super) connection: &'a mut Connection,
    pub(super) call: u32,
    /// Of the task that comes next.
    pub(super) index: u64,
    pub(super) kind: FrameKind,
    /// Where the frame begins that was begun last.
    pub(super) at: usize,
    pub(super) tasks: usize,
}

impl Connection {
    /// Appends one task with this input.
    ///
    /// # Errors
    /// When the input does not fit a frame.
    pub(crate) fn task(&mut self, call: u32, index: u64, input: &EncodedValue) -> Result<(), Unsent> {
        let mut run = self.run(call, index);
        let regions = input.regions.clone();
        match &input.body {
            Payload::Inline(bytes) => {
                run.begin().extend_from_slice(bytes);
                run.finish_with(regions)
            }
            Payload::OutOfBand(shared_buffer) => {
                run.begin();
                run.finish_at(Arc::clone(shared_buffer), regions)
            }
        }
    }

    /// Appends consecutive tasks of a call.
    #[inline]
    pub(crate) fn run(&mut self, call: u32, index: u64) -> Run<'_> {
        // The last task may be answered: its span is kept for the one that follows it.
        // Index 0 follows nothing, not the highest index either.
        let follows = self.spans.back().is_some_and(|span| {
            span.call == call && index > 0 && span.index.wrapping_add(span.tasks as u64) == index
        });
        if !follows {
            self.spans.push_back(Span { call, index, tasks: 0 });
        }
        let kind = if follows { FrameKind::Next } else { FrameKind::Run };
        Run { call, index, kind, at: self.out.len(), tasks: 0, connection: self }
    }
}

impl Run<'_> {
    /// Bytes that the socket has not taken yet.
    #[inline]
    pub(crate) fn unwritten(&self) -> usize {
        self.connection.backlog()
    }

    /// Begins the next task; its input is appended to what this gives.
    #[inline]
    pub(crate) fn begin(&mut self) -> &mut FrameSink {
        let out = &mut self.connection.out;
        self.at = match self.kind {
            FrameKind::Run => begin_named(out, self.call, self.index),
            _ => begin(out),
        };
        out
    }

    /// Ends the task that was begun.
    #[inline]
    pub(crate) fn finish(&mut self) -> Result<(), Unsent> {
        if is_large(&self.connection.out, self.at) {
            return self.finish_large();
        }
        self.end(self.kind)
    }

    #[inline]
    fn end(&mut self, kind: FrameKind) -> Result<(), Unsent> {
        match finish(&mut self.connection.out, self.at, kind, &mut self.connection.sequence) {
            Ok(()) => {
                self.at = self.connection.out.len();
                self.kind = FrameKind::Next;
                self.tasks += 1;
                self.index = self.index.wrapping_add(1);
                Ok(())
            }
            Err(large) => {
                self.skip();
                Err(Unsent::TooLarge(large))
            }
        }
    }

    #[cold]
    fn finish_large(&mut self) -> Result<(), Unsent> {
        match self.finish_value()? {
            Some(shared_buffer) => self.finish_at(shared_buffer, Vec::new()),
            None => self.end(self.kind),
        }
    }

    /// The value that was appended, if it is out of band or has to go there.
    fn finish_value(&mut self) -> Result<Option<Arc<SharedBuffer>>, Unsent> {
        match (self.connection.out.finish_value(), self.connection.store.clone()) {
            (Destination::OutOfBand(content, len), Some(home)) => {
                Ok(Some(Arc::new(SharedBuffer::new(content, len, home))))
            }
            (Destination::Nowhere(error), _) => {
                self.skip();
                Err(Unsent::NoSpace(error))
            }
            _ => Ok(None),
        }
    }

    /// Ends the task that was begun, with an input that speaks of these regions.
    #[cold]
    pub(crate) fn finish_with(&mut self, regions: Vec<Arc<Region>>) -> Result<(), Unsent> {
        if regions.is_empty() {
            return self.finish();
        }
        if let Some(shared_buffer) = self.finish_value()? {
            return self.finish_at(shared_buffer, regions);
        }
        // The worker has to have them before.
        let name = if self.kind == FrameKind::Run { NAME } else { 0 };
        let body = self.connection.out[self.at + HEAD + name..].to_vec();
        self.share(|connection| connection.share_regions(&regions))?;
        self.begin().extend_from_slice(&body);
        self.hold(self.kind, None, regions)
    }

    /// Takes back what was begun, for what goes before it. If that cannot be sent, this task is not either.
    fn share(&mut self, share: impl FnOnce(&mut Connection) -> Result<(), Unsent>) -> Result<(), Unsent> {
        self.try_share(share).inspect_err(|_| self.skip())
    }

    /// As [`share`](Self::share), and this task is begun again in any case.
    fn try_share(&mut self, share: impl FnOnce(&mut Connection) -> Result<(), Unsent>) -> Result<(), Unsent> {
        self.connection.out.truncate(self.at);
        let shared = share(self.connection);
        self.at = self.connection.out.len();
        shared
    }

    fn hold(
        &mut self,
        kind: FrameKind,
        shared_buffer: Option<Arc<SharedBuffer>>,
        regions: Vec<Arc<Region>>,
    ) -> Result<(), Unsent> {
        let ordinal = self.connection.appended + self.tasks as u64;
        self.end(kind)?;
        self.connection.shared_buffers.hold(shared_buffer, regions, ordinal + 1, true);
        Ok(())
    }

    /// Ends the task that was begun, with an input that is out of band.
    #[cold]
    pub(super) fn finish_at(
        &mut self,
        shared_buffer: Arc<SharedBuffer>,
        regions: Vec<Arc<Region>>,
    ) -> Result<(), Unsent> {
        self.share(|connection| connection.share_regions(&regions))?;
        if self.try_share(|connection| connection.share_buffer(&shared_buffer)).is_err() {
            // Through the socket after all.
            self.begin().extend_inline(shared_buffer.bytes());
            return self.hold(self.kind, None, regions);
        }
        self.begin().extend_from_slice(&shared_buffer.buffer_ref().write());
        self.connection.out_of_band += shared_buffer.len() as u64;
        self.hold(self.kind.at(), Some(shared_buffer), regions)
    }

    /// Takes back what was begun: that task is not sent, and the next one does not follow the last.
    #[cold]
    pub(crate) fn skip(&mut self) {
        self.close();
        self.index = self.index.wrapping_add(1);
        if self.kind == FrameKind::Run {
            // Nothing has followed the span that was opened last.
            self.connection.spans.pop_back();
        }
        self.kind = FrameKind::Run;
        self.connection.spans.push_back(Span { call: self.call, index: self.index, tasks: 0 });
    }

    /// Tasks appended since the last time.
    fn close(&mut self) {
        self.connection.out.truncate(self.at);
        let tasks = std::mem::take(&mut self.tasks);
        if let Some(span) = self.connection.spans.back_mut() {
            span.tasks += tasks;
        }
        self.connection.outstanding += tasks;
        self.connection.appended += tasks as u64;
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.close();
        // A span that got no task must not be taken for one that the next could follow.
        if self.kind == FrameKind::Run {
            self.connection.spans.pop_back();
        }
    }
}
