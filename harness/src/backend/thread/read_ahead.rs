//! `map_iter` and `map_unordered` on threads: inputs are read ahead of the results that are fetched, up to the window.

use super::Thread;
use super::wait::wait_or_help;
use super::work_queue::{Depth, Indexed, WorkQueue, drop_quietly};
use crate::error::Error;
use crate::progress::Meter;
use crate::task::Task;
use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

/// Inputs that are read ahead for each thread, unless [`Builder::window`](crate::Builder::window) says otherwise. Enough to
/// keep a thread busy; few enough that large results do not fill the memory.
const AHEAD: usize = 64;

/// In which order results are given out.
pub(super) trait Order<R> {
    type Item;

    fn put(&mut self, index: u64, result: Result<R, Error>);

    fn fetch(&mut self) -> Option<Self::Item>;

    /// The item of an error that ends all.
    fn last(error: Error) -> Self::Item;

    /// Whether [`fetch`](Self::fetch) would return something.
    fn is_ready(&self) -> bool;
}

/// In the order of the inputs.
pub(super) struct InputOrder<R> {
    waiting: VecDeque<Option<Result<R, Error>>>,
    /// The index of the first one.
    first: u64,
}

impl<R> Default for InputOrder<R> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), first: 0 }
    }
}

impl<R> Order<R> for InputOrder<R> {
    type Item = Result<R, Error>;

    fn put(&mut self, index: u64, result: Result<R, Error>) {
        // Within the window, so it fits.
        let at = (index - self.first) as usize;
        if self.waiting.len() <= at {
            self.waiting.resize_with(at + 1, || None);
        }
        self.waiting[at] = Some(result);
    }

    fn fetch(&mut self) -> Option<Self::Item> {
        let result = self.waiting.front_mut()?.take()?;
        self.waiting.pop_front();
        self.first += 1;
        Some(result)
    }

    fn last(error: Error) -> Self::Item {
        Err(error)
    }

    fn is_ready(&self) -> bool {
        matches!(self.waiting.front(), Some(Some(_)))
    }
}

/// In the order in which the results arrive, each with the index of its input.
pub(super) struct ArrivalOrder<R>(VecDeque<(usize, Result<R, Error>)>);

impl<R> Default for ArrivalOrder<R> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<R> Order<R> for ArrivalOrder<R> {
    type Item = (usize, Result<R, Error>);

    fn put(&mut self, index: u64, result: Result<R, Error>) {
        self.0.push_back((usize::try_from(index).unwrap_or(usize::MAX), result));
    }

    fn fetch(&mut self) -> Option<Self::Item> {
        self.0.pop_front()
    }

    fn last(error: Error) -> Self::Item {
        (usize::MAX, Err(error))
    }

    fn is_ready(&self) -> bool {
        !self.0.is_empty()
    }
}

/// Results of tasks that threads run while nobody asks for them.
pub(super) struct ReadAhead<'p, K, A, R, M, I, O> {
    backend: &'p Thread,
    queue: Arc<WorkQueue<K, A, R, M>>,
    /// `None` once it has ended.
    items: Option<I>,
    /// What the input panicked with, for the caller once all results before it were fetched.
    panic: Option<Box<dyn Any + Send>>,
    meter: Meter,
    order: O,
    /// Results on their way from the queue to the order.
    arrived: Vec<Indexed<R>>,
    /// The index of the next input.
    index: u64,
    /// Inputs whose results were not fetched.
    held: usize,
    is_over: bool,
}

impl<'p, K, A, R, M, I, O> ReadAhead<'p, K, A, R, M, I, O>
where
    K: Task<A, R, M> + Send + Sync + 'static,
    A: Send + 'static,
    R: Send + 'static,
    M: 'static,
    I: Iterator<Item = A>,
    O: Order<R>,
{
    pub(super) fn new(backend: &'p Thread, task: K, items: I, order: O) -> Self {
        Self {
            backend,
            queue: Arc::new(WorkQueue::new(task, backend.watch.clone())),
            meter: backend.hook.meter(items.size_hint()),
            items: Some(items),
            panic: None,
            order,
            arrived: Vec::new(),
            index: 0,
            held: 0,
            is_over: false,
        }
    }

    /// Takes over the results that have arrived, and reports them to the progress hook.
    fn collect(&mut self) -> Depth {
        let depth = self.queue.take_results(&mut self.arrived);
        for (index, result) in self.arrived.drain(..) {
            self.meter.tick(result.is_ok());
            self.order.put(index, result);
        }
        depth
    }

    /// Reads inputs while there is room for them, until the threads have enough to do and a result can be fetched.
    fn read_inputs(&mut self) {
        let window = self.backend.window.unwrap_or(AHEAD * self.backend.workers());
        while self.held < window {
            let Some(items) = &mut self.items else { break };
            // Results of the inputs before it are to be fetched first.
            match catch_unwind(AssertUnwindSafe(|| items.next())) {
                Ok(Some(item)) => {
                    let depth = self.queue.push(self.index, item);
                    self.index += 1;
                    self.held += 1;
                    self.start_job();
                    let has_results = depth.arrived > 0 || self.order.is_ready();
                    if has_results && depth.waiting > self.backend.workers() {
                        break;
                    }
                }
                Ok(None) => self.items = None,
                Err(panic) => {
                    self.panic = Some(panic);
                    self.items = None;
                }
            }
        }
    }

    /// Has a thread run one input. A job for each, so that other calls get their turn.
    fn start_job(&self) {
        let queue = Arc::clone(&self.queue);
        self.backend.threads.spawn_fifo(move || {
            queue.run_next();
            // The last owner drops the task, which is user code.
            drop_quietly(queue);
        });
    }

    fn wait(&self) {
        let is_ours = self.backend.threads.current_thread_index().is_some();
        if !is_ours || !self.queue.run_next() {
            wait_or_help(|patience| self.queue.wait(patience));
        }
    }
}

impl<K, A, R, M, I, O> Iterator for ReadAhead<'_, K, A, R, M, I, O>
where
    K: Task<A, R, M> + Send + Sync + 'static,
    A: Send + 'static,
    R: Send + 'static,
    M: 'static,
    I: Iterator<Item = A>,
    O: Order<R>,
{
    type Item = O::Item;

    fn next(&mut self) -> Option<O::Item> {
        if self.is_over {
            return None;
        }
        if let Err(error) = self.backend.origin.check() {
            self.is_over = true;
            return Some(O::last(error));
        }
        loop {
            let depth = self.collect();
            if self.meter.has_panicked() {
                self.items = None;
                self.queue.drop_inputs();
            } else if depth.waiting < self.backend.workers() || !self.order.is_ready() {
                self.read_inputs();
            }
            if let Some(item) = self.order.fetch() {
                self.held -= 1;
                return Some(item);
            }
            let panic = self.meter.take_panic();
            if let Some(panic) = panic.or_else(|| self.panic.take_if(|_| self.held == 0)) {
                self.is_over = true;
                resume_unwind(panic);
            }
            if self.held == 0 {
                self.is_over = true;
                return None;
            }
            self.wait();
        }
    }
}

impl<K, A, R, M, I, O> Drop for ReadAhead<'_, K, A, R, M, I, O> {
    fn drop(&mut self) {
        // In a fork its lock may be held for ever.
        if self.backend.origin.is_here() {
            self.queue.abandon();
        }
    }
}
