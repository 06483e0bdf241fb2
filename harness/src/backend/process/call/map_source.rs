//! The source of a `map`: the caller's iterator, and the collector of its results.

use super::collector::{Deferred, ResultCollector};
use crate::backend::process::engine::{Budget, Disposition, Expired, Results, Sent, Source};
use crate::backend::process::pool::PoolState;
use crate::backend::process::task::{Outgoing, PreparedTask, decode_result, failed_here, read_result};
use crate::backend::process::worker::{Connection, StopReason, TaskId, Worker};
use crate::backend::{Phase, Stopwatch};
use crate::clock;
use crate::error::Error;
use crate::format::Codec;
use crate::panics;
use crate::progress::Meter;
use crate::sendable::Sendable;
use crate::shared_slice::{Sending, has_mentions, take_mentions};
use crate::trace::CallSpan;
use crate::transfer::{BufferLease, EncodedValue};
use crate::wire::Failure;
use std::any::Any;
use std::iter::Peekable;
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// Number of items taken from the input at a time.
const CHUNK: usize = 64;

pub(super) struct MapSource<F, A, R, I: Iterator, C> {
    call: u32,
    /// The name of the task.
    pub(super) name: &'static str,
    load: EncodedValue,
    span: CallSpan,
    pub(super) items: Peekable<I>,
    /// Items taken from the input that are sent next.
    pub(super) chunk: std::vec::IntoIter<I::Item>,
    /// The panic of the iterator after those.
    panic: Option<Box<dyn Any + Send>>,
    /// Set once that panic was raised. The iterator is not used any more.
    pub(super) has_ended: bool,
    /// The index of the next input.
    pub(super) index: u64,
    pub(super) collector: C,
    /// The most inputs that may be taken and not fetched.
    pub(super) window: usize,
    pub(super) meter: Meter,
    deadline: Option<(Instant, Duration)>,
    /// Set once the call has timed out.
    pub(super) timed_out: Option<StopReason>,
    stopwatch: Stopwatch,
    /// A function type, so that the values need not be `Send`.
    values: PhantomData<fn(A) -> (F, R)>,
}

impl<F, A, R, I, C> MapSource<F, A, R, I, C>
where
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: Iterator<Item: Outgoing<F, A>>,
    C: ResultCollector<R>,
{
    pub(super) fn new<W: Worker>(
        pool: &PoolState<W>,
        meter: Meter,
        task: PreparedTask<F, A, R>,
        items: I,
        collector: C,
        window: usize,
    ) -> Self {
        let limit = pool.config.call_timeout;
        Self {
            call: pool.new_call_of(task.name),
            name: task.name,
            load: task.load,
            span: task.span,
            items: items.peekable(),
            chunk: Vec::new().into_iter(),
            panic: None,
            has_ended: false,
            index: 0,
            collector,
            window,
            meter,
            deadline: limit.and_then(|limit| Some((clock::now().checked_add(limit)?, limit))),
            timed_out: None,
            stopwatch: pool.config.stopwatch.clone(),
            values: PhantomData,
        }
    }

    pub(super) fn has_more(&mut self) -> bool {
        self.chunk.len() > 0 || (!self.has_ended && (self.panic.is_some() || self.items.peek().is_some()))
    }

    /// Takes the next items from the caller's iterator. If it panics, the items before that are still sent.
    fn take_chunk(&mut self, most: usize) {
        if let Some(panic) = self.panic.take() {
            resume_unwind(panic);
        }
        let most = most.min(self.window.saturating_sub(self.collector.held())).min(CHUNK);
        let mut chunk = Vec::with_capacity(most);
        let items = &mut self.items;
        self.panic = catch_unwind(AssertUnwindSafe(|| chunk.extend(items.by_ref().take(most)))).err();
        self.chunk = chunk.into_iter();
    }

    /// Encodes items that were taken, within the budget.
    #[inline]
    fn feed_chunk(&mut self, connection: &mut Connection, budget: Budget) -> Sent {
        let most = budget.tasks.min(self.chunk.len());
        let (first, mut taken, mut failed) = (self.index, 0, Vec::new());
        let at = |taken: usize| first + taken as u64 - 1;
        let _sending = Sending::start();
        // One `catch_unwind` for all of them, as in `done`.
        panics::catch_each(
            &mut (connection.run(self.call, first), &mut self.chunk, &mut taken, &mut failed),
            |(run, chunk, taken, failed)| {
                if **taken == most || (**taken > 0 && run.unwritten() >= budget.bytes) {
                    return ControlFlow::Break(());
                }
                let Some(item) = chunk.next() else { return ControlFlow::Break(()) };
                **taken += 1;
                match item.write_into(run.begin()) {
                    Ok(()) => {
                        let sent =
                            if has_mentions() { run.finish_with(take_mentions()) } else { run.finish() };
                        if let Err(unsent) = sent {
                            failed.push((at(**taken), unsent.into_error("input")));
                        }
                    }
                    Err(failure) => {
                        run.skip();
                        failed.push((at(**taken), failed_here::<F>(failure)));
                    }
                }
                ControlFlow::Continue(())
            },
            |(run, _, taken, failed), info| {
                run.skip();
                failed.push((at(**taken), failed_here::<F>(Failure::panic(info))));
                ControlFlow::Continue(())
            },
        );
        self.index += taken as u64;
        self.span.count(taken);
        self.collector.take(taken);
        let fed = Sent { taken, sent: taken - failed.len() };
        for (index, error) in failed {
            self.settle(index, Err(error), 0);
        }
        fed
    }

    /// Decodes the results that have arrived.
    #[inline]
    fn take_results(&mut self, results: &mut Results<'_>) {
        if self.meter.is_watched() {
            // The progress hook may panic, which is no failure of a task.
            self.done_one_by_one(results);
            return;
        }
        if results.task().0 != self.call {
            // Results of an earlier call are dropped.
            while results.advance().is_continue() {}
            return;
        }
        if C::READS_LATER
            && let Some(lease) = results.hold()
        {
            let later =
                Deferred { index: results.task().1, lease, name: self.name, read: read_lease::<F, R> };
            self.collector.put_later(later);
            if results.advance().is_break() {
                results.settled += results.taken;
                return;
            }
        }
        // One `catch_unwind` for all of them: entering it costs as much as decoding a small result.
        panics::catch_each(
            &mut (self, &mut *results),
            |(this, results)| {
                let index = results.task().1;
                match results.read(decode_result::<F, R>) {
                    Ok(value) => this.collector.put_good(index, value, results.bytes().len()),
                    Err(failure) => this.settle(index, Err(failed_here::<F>(failure)), 0),
                }
                results.advance()
            },
            |(this, results), info| {
                this.settle(results.task().1, Err(failed_here::<F>(Failure::panic(info))), 0);
                results.advance()
            },
        );
        results.settled += results.taken;
    }

    fn done_one_by_one(&mut self, results: &mut Results<'_>) {
        loop {
            let result = results.read(read_result::<F, R>);
            let (call, index) = results.task();
            if call == self.call {
                self.settle(index, result, results.bytes().len());
                results.note(Disposition::One);
            }
            if results.advance().is_break() {
                return;
            }
        }
    }

    #[inline]
    fn settle(&mut self, index: u64, result: Result<R, Error>, bytes: usize) {
        self.meter.tick(result.is_ok());
        self.collector.put(index, result.map_err(|error| error.at(self.name, index)), bytes);
    }
}

/// Decodes a result as it is fetched.
fn read_lease<F, R>(lease: &BufferLease) -> Result<R, Error>
where
    F: Codec,
    R: Sendable<F>,
{
    lease.read_once(read_result::<F, R>)
}

impl<F, A, R, I, C> Source for MapSource<F, A, R, I, C>
where
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: Iterator<Item: Outgoing<F, A>>,
    C: ResultCollector<R>,
{
    #[inline]
    fn has_task(&mut self) -> bool {
        !self.is_held_up() && !self.is_over() && self.has_more()
    }

    #[inline]
    fn is_held_up(&self) -> bool {
        self.collector.held() >= self.window || self.collector.is_full()
    }

    fn left(&self) -> usize {
        self.items.size_hint().1.map_or(usize::MAX, |items| items.saturating_add(self.chunk.len()))
    }

    #[inline]
    fn next_task(&self) -> TaskId {
        (self.call, self.index)
    }

    fn format(&self, _: u32) -> &'static str {
        F::NAME
    }

    fn load(&mut self) -> EncodedValue {
        std::mem::take(&mut self.load)
    }

    fn feed(&mut self, connection: &mut Connection, budget: Budget) -> Sent {
        if self.chunk.len() == 0 {
            self.take_chunk(budget.tasks);
        }
        let stopwatch = self.stopwatch.clone();
        stopwatch.time(Phase::Encode, || self.feed_chunk(connection, budget))
    }

    fn done(&mut self, results: &mut Results<'_>) {
        let stopwatch = self.stopwatch.clone();
        stopwatch.time(Phase::Decode, || self.take_results(results));
    }

    fn failed(&mut self, (call, index): TaskId, error: Error) -> Disposition {
        if call != self.call {
            return Disposition::Stale;
        }
        self.settle(index, Err(error), 0);
        Disposition::One
    }

    #[inline]
    fn is_over(&self) -> bool {
        self.timed_out.is_some() || self.collector.has_failed() || self.meter.has_panicked()
    }

    fn deadline(&self) -> Option<Instant> {
        self.deadline.map(|(deadline, _)| deadline)
    }

    fn expire(&mut self) -> Vec<Expired> {
        let Some((_, limit)) = self.deadline.filter(|(deadline, _)| *deadline <= clock::now()) else {
            return Vec::new();
        };
        let stop_reason = StopReason::CallTimeout(limit);
        self.deadline = None;
        self.timed_out = Some(stop_reason);
        let name = self.name;
        self.collector.fill_missing(|index| stop_reason.error().at(name, index));
        vec![Expired { call: self.call, stop_reason, pending: 0 }]
    }
}
