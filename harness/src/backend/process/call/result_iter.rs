//! Iterators of results. The event loop runs on the thread that asks for the next result, while it does.

use super::collector::ResultCollector;
use super::map_source::MapSource;
use crate::backend::process::engine::{Engine, Round};
use crate::backend::process::pool::PoolState;
use crate::backend::process::task::PreparedTask;
use crate::backend::process::worker::Worker;
use crate::clock;
use crate::error::Error;
use crate::format::Codec;
use crate::progress::Hook;
use crate::sendable::Sendable;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// How many inputs an iterator reads ahead of the fetched results by default.
const WINDOW: usize = 16 * 1024;
/// The longest time that results are returned without running the event loop.
const LOOK: Duration = Duration::from_millis(1);
/// The most results that are returned without running the event loop.
const IN_A_ROW: u32 = 256;
/// The index of an error that belongs to no input.
const NO_INPUT: u64 = u64::MAX;

type Calling<'p, W, F, A, R, I, C> = Engine<'p, W, MapSource<F, A, R, I, C>>;

/// Runs the event loop when the next result is asked for.
pub(super) struct ResultIter<'p, W: Worker, F, A, R, I: Iterator, C: ResultCollector<R>>
where
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: Iterator<Item = A>,
{
    /// `None` once it has ended.
    engine: Option<Calling<'p, W, F, A, R, I, C>>,
    looked: Instant,
    in_a_row: u32,
    is_over: bool,
    failed: Option<Error>,
    /// The panic of the input iterator. It is raised once all results before it were fetched.
    panic: Option<Box<dyn Any + Send>>,
}

impl<'p, W: Worker, F, A, R, I, C: ResultCollector<R>> ResultIter<'p, W, F, A, R, I, C>
where
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: Iterator<Item = A>,
{
    pub(super) fn new(
        pool: &'p PoolState<W>,
        hook: &Hook,
        task: PreparedTask<F, A, R>,
        items: impl IntoIterator<Item = A, IntoIter = I>,
        collector: C,
    ) -> Self {
        let items = items.into_iter();
        let window = pool.config.window.unwrap_or(WINDOW);
        let source = MapSource::new(pool, hook.meter(items.size_hint()), task, items, collector, window);
        let mut engine = Engine::new(pool, source);
        engine.leave();
        Self {
            engine: Some(engine),
            looked: clock::now(),
            in_a_row: 0,
            is_over: false,
            failed: None,
            panic: None,
        }
    }

    pub(super) fn next<T>(
        &mut self,
        is_ready: fn(&C) -> bool,
        fetch: impl Fn(&mut C) -> Option<T>,
        fail: impl Fn(u64, Error) -> T,
    ) -> Option<T> {
        loop {
            let engine = self.engine.as_mut()?;
            if let Some(item) = fetch(&mut engine.source.collector) {
                self.keep_workers_busy(is_ready);
                return Some(item);
            }
            let source = &mut engine.source;
            let panic = source.meter.take_panic();
            if let Some(panic) = panic.or_else(|| self.panic.take_if(|_| self.is_over)) {
                self.engine = None;
                resume_unwind(panic);
            }
            if let Some(error) = self.failed.take() {
                // It is the call's error and no input's.
                self.engine = None;
                return Some(fail(NO_INPUT, error));
            }
            // A call that timed out may have items that were never taken. They get one error together, at the first of them.
            let cut = source.timed_out.filter(|_| self.is_over && source.has_more());
            if let Some(stop_reason) = cut {
                let (name, index) = (source.name, source.index);
                self.engine = None;
                return Some(fail(index, stop_reason.error().at(name, index)));
            }
            if self.is_over {
                self.engine = None;
                return None;
            }
            self.look(true, is_ready);
        }
    }

    fn keep_workers_busy(&mut self, is_ready: fn(&C) -> bool) {
        self.in_a_row += 1;
        if !self.is_over
            && self.failed.is_none()
            && (self.in_a_row >= IN_A_ROW || clock::since(self.looked) >= LOOK)
        {
            self.look(false, is_ready);
        }
    }

    fn look(&mut self, wait: bool, is_ready: fn(&C) -> bool) {
        let Some(engine) = &mut self.engine else { return };
        match catch_unwind(AssertUnwindSafe(|| engine.run_until(wait, |source| is_ready(&source.collector))))
        {
            Ok(Ok(round)) => self.is_over = round == Round::Over,
            Ok(Err(error)) => self.failed = Some(error),
            Err(panic) => {
                // The input iterator panicked. Tasks that were taken go on, and no more are taken.
                engine.source.has_ended = true;
                engine.leave();
                self.panic = Some(panic);
            }
        }
        self.looked = clock::now();
        self.in_a_row = 0;
    }
}
