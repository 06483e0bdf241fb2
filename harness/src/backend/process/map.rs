//! `map` and its relatives over worker processes.

use super::encode::{append_input, decode_result, failed_here, load_body, read_result, too_large};
use super::engine::{Engine, Round};
use super::link::Link;
use super::member::Verdict;
use super::shared::Shared;
use super::sink::{All, AllGood, AsCompleted, Ordered, Sink};
use super::source::{Expired, Fed, Results, Room, Settled, Source, Task};
use crate::error::{Error, Kind as ErrorKind};
use crate::format::Codec;
use crate::panics;
use crate::progress::{Hook, Meter};
use crate::sendable::Sendable;
use crate::task::{CarriesCode, RemoteTask};
use crate::wire::Failure;
use std::any::Any;
use std::iter::Peekable;
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// How far an iterator of results reads ahead of what was fetched, if nothing else was said.
const WINDOW: usize = 16 * 1024;

/// Runs `task` over `items`; results in the order of the items, or the first failure.
pub(crate) fn map<F, K, A, R, M, I>(shared: &Shared, hook: &Hook, task: &K, items: I) -> Result<Vec<R>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item = A>,
{
    let source = run::<F, K, A, R, M, _, _>(shared, hook, task, items, AllGood::with_capacity)?;
    source.sink.into_results(|index| Error::new(ErrorKind::Cancelled).at(K::name(), index))
}

/// Runs `task` over `items`; results in the order of the items, failures among them.
pub(crate) fn try_map<F, K, A, R, M, I>(
    shared: &Shared,
    hook: &Hook,
    task: &K,
    items: I,
) -> Result<Vec<Result<R, Error>>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item = A>,
{
    let source = run::<F, K, A, R, M, _, _>(shared, hook, task, items, All::with_capacity)?;
    let late = source.late;
    let error =
        |index| late.map_or_else(|| Error::new(ErrorKind::Cancelled), Verdict::error).at(K::name(), index);
    let mut results = source.sink.into_results(error);
    if late.is_some() {
        // What was not even begun has its place among the results too.
        let begun = results.len() as u64;
        let rest = source.chunk.chain(source.items);
        results.extend(rest.zip(begun..).map(|(_, index)| Err(error(index))));
    }
    Ok(results)
}

/// Runs the event loop to its end.
#[expect(clippy::type_complexity, reason = "the source's own parameters, in their order")]
fn run<F, K, A, R, M, I, C>(
    shared: &Shared,
    hook: &Hook,
    task: &K,
    items: I,
    sink: fn(usize) -> C,
) -> Result<MapSource<F, K, A, R, M, I::IntoIter, C>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item = A>,
    C: Sink<R>,
{
    shared.admit()?;
    let items = items.into_iter();
    // A hint is a promise of some iterators and a guess of others: what it asks for is bounded.
    let sink = sink(items.size_hint().0.min(1 << 20));
    let window = shared.config.window.unwrap_or(usize::MAX);
    let source = MapSource::new(shared, hook.meter(items.size_hint()), task, items, sink, window)?;
    let (mut source, outcome) = Engine::run_all(shared, source);
    if let Some(panic) = source.meter.take_panic() {
        resume_unwind(panic);
    }
    outcome?;
    Ok(source)
}

/// Results as an iterator, in the order of the items.
pub(crate) fn map_iter<'p, F, K, A, R, M, I>(
    shared: &'p Shared,
    hook: &Hook,
    task: K,
    items: I,
) -> Result<impl Iterator<Item = Result<R, Error>> + use<'p, F, K, A, R, M, I>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item = A>,
{
    let mut drive = Drive::<F, K, A, R, M, _, _>::new(shared, hook, task, items, Ordered::default())?;
    Ok(std::iter::from_fn(move || drive.next(Ordered::is_ready, Ordered::fetch, |_, error| Err(error))))
}

/// Results as an iterator, as they arrive, with the index of their item.
pub(crate) fn map_unordered<'p, F, K, A, R, M, I>(
    shared: &'p Shared,
    hook: &Hook,
    task: K,
    items: I,
) -> Result<impl Iterator<Item = (usize, Result<R, Error>)> + use<'p, F, K, A, R, M, I>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item = A>,
{
    let mut drive = Drive::<F, K, A, R, M, _, _>::new(shared, hook, task, items, AsCompleted::default())?;
    let place = |index: u64, result| (usize::try_from(index).unwrap_or(usize::MAX), result);
    let fetch = move |sink: &mut AsCompleted<R>| sink.fetch().map(|(index, result)| place(index, result));
    let fail = move |index, error| place(index, Err(error));
    Ok(std::iter::from_fn(move || drive.next(AsCompleted::is_ready, fetch, fail)))
}

/// Items that are taken from the input at a time.
const CHUNK: usize = 64;

/// How long results are handed out without a look at the workers.
const LOOK: Duration = Duration::from_millis(1);
/// How many are, at most.
const IN_A_ROW: u32 = 256;

/// Runs the event loop on the thread that asks for results, whenever it does.
#[expect(clippy::type_complexity, reason = "the source's own parameters, in their order")]
struct Drive<'p, F, K, A, R, M, I: Iterator, C: Sink<R>>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: Iterator<Item = A>,
{
    /// `None` once it has ended.
    engine: Option<Engine<'p, MapSource<F, K, A, R, M, I, C>>>,
    looked: Instant,
    in_a_row: u32,
    is_over: bool,
    failed: Option<Error>,
    /// Of the input iterator, to go on with once all results before it were fetched.
    panic: Option<Box<dyn Any + Send>>,
}

impl<'p, F, K, A, R, M, I, C: Sink<R>> Drive<'p, F, K, A, R, M, I, C>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: Iterator<Item = A>,
{
    fn new(
        shared: &'p Shared,
        hook: &Hook,
        task: K,
        items: impl IntoIterator<Item = A, IntoIter = I>,
        sink: C,
    ) -> Result<Self, Error> {
        shared.admit()?;
        let items = items.into_iter();
        let window = shared.config.window.unwrap_or(WINDOW);
        let source = MapSource::new(shared, hook.meter(items.size_hint()), &task, items, sink, window)?;
        let mut engine = Engine::new(shared, source);
        engine.leave();
        Ok(Self {
            engine: Some(engine),
            looked: Instant::now(),
            in_a_row: 0,
            is_over: false,
            failed: None,
            panic: None,
        })
    }

    fn next<T>(
        &mut self,
        is_ready: fn(&C) -> bool,
        fetch: impl Fn(&mut C) -> Option<T>,
        fail: impl Fn(u64, Error) -> T,
    ) -> Option<T> {
        loop {
            let engine = self.engine.as_mut()?;
            if let Some(item) = fetch(&mut engine.source.sink) {
                self.keep_workers_busy(is_ready);
                return Some(item);
            }
            let source = &mut engine.source;
            let panic = source.meter.take_panic();
            if let Some(panic) = panic.or_else(|| self.panic.take_if(|_| self.is_over)) {
                self.engine = None;
                resume_unwind(panic);
            }
            // A call that took too long may have more items than were ever taken: that is told once.
            let cut = source.late.filter(|_| self.is_over && source.has_more());
            if let Some(error) = self.failed.take().or_else(|| cut.map(Verdict::error)) {
                let index = source.index;
                self.engine = None;
                return Some(fail(index, error.at(K::name(), index)));
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
            && (self.in_a_row >= IN_A_ROW || self.looked.elapsed() >= LOOK)
        {
            self.look(false, is_ready);
        }
    }

    fn look(&mut self, wait: bool, is_ready: fn(&C) -> bool) {
        let Some(engine) = &mut self.engine else { return };
        match catch_unwind(AssertUnwindSafe(|| engine.run_until(wait, |source| is_ready(&source.sink)))) {
            Ok(Ok(round)) => self.is_over = round == Round::Over,
            Ok(Err(error)) => self.failed = Some(error),
            Err(panic) => {
                // The input's, between two tasks: what was taken goes on, and no more is.
                engine.source.has_ended = true;
                engine.leave();
                self.panic = Some(panic);
            }
        }
        self.looked = Instant::now();
        self.in_a_row = 0;
    }
}

/// What only the methods speak of; a function type, so that none of them has to be `Send`.
type Types<F, K, A, R, M> = PhantomData<fn() -> (F, K, A, R, M)>;

struct MapSource<F, K, A, R, M, I: Iterator, C> {
    call: u32,
    load: Vec<u8>,
    items: Peekable<I>,
    /// Items taken from there that are sent next.
    chunk: std::vec::IntoIter<I::Item>,
    /// What the iterator panicked with after those.
    panic: Option<Box<dyn Any + Send>>,
    /// Set once its panic was met: it is asked for no more.
    has_ended: bool,
    /// The index of the next input.
    index: u64,
    sink: C,
    /// The most inputs that are taken and not fetched.
    window: usize,
    meter: Meter,
    deadline: Option<(Instant, Duration)>,
    /// Set once the call has taken too long.
    late: Option<Verdict>,
    types: Types<F, K, A, R, M>,
}

impl<F, K, A, R, M, I, C> MapSource<F, K, A, R, M, I, C>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: Iterator<Item = A>,
    C: Sink<R>,
{
    fn new(shared: &Shared, meter: Meter, task: &K, items: I, sink: C, window: usize) -> Result<Self, Error> {
        let limit = shared.config.call_timeout;
        Ok(Self {
            call: shared.new_call(),
            load: load_body::<F, K, A, R, M>(task)?,
            items: items.peekable(),
            chunk: Vec::new().into_iter(),
            panic: None,
            has_ended: false,
            index: 0,
            sink,
            window,
            meter,
            deadline: limit.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit))),
            late: None,
            types: PhantomData,
        })
    }

    fn has_more(&mut self) -> bool {
        self.chunk.len() > 0 || (!self.has_ended && (self.panic.is_some() || self.items.peek().is_some()))
    }

    /// Takes the next items from the caller's iterator. When that panics, what came before is still sent.
    fn take_chunk(&mut self, most: usize) {
        if let Some(panic) = self.panic.take() {
            resume_unwind(panic);
        }
        let most = most.min(self.window.saturating_sub(self.sink.held())).min(CHUNK);
        let mut chunk = Vec::with_capacity(most);
        let items = &mut self.items;
        self.panic = catch_unwind(AssertUnwindSafe(|| chunk.extend(items.by_ref().take(most)))).err();
        self.chunk = chunk.into_iter();
    }

    fn done_one_by_one(&mut self, results: &mut Results<'_>) {
        loop {
            let result = read_result::<F, R>(results.bytes());
            let (call, index) = results.task();
            if call == self.call {
                self.settle(index, result, results.bytes().len());
                results.note(Settled::One);
            }
            if results.advance().is_break() {
                return;
            }
        }
    }

    #[inline]
    fn settle(&mut self, index: u64, result: Result<R, Error>, bytes: usize) {
        self.meter.tick(result.is_ok());
        self.sink.put(index, result.map_err(|error| error.at(K::name(), index)), bytes);
    }
}

impl<F, K, A, R, M, I, C> Source for MapSource<F, K, A, R, M, I, C>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: Iterator<Item = A>,
    C: Sink<R>,
{
    #[inline]
    fn ready(&mut self) -> bool {
        !self.is_held_up() && !self.is_over() && self.has_more()
    }

    #[inline]
    fn is_held_up(&self) -> bool {
        self.sink.held() >= self.window || self.sink.is_full()
    }

    fn left(&self) -> usize {
        self.items.size_hint().1.map_or(usize::MAX, |items| items.saturating_add(self.chunk.len()))
    }

    #[inline]
    fn upcoming(&self) -> Task {
        (self.call, self.index)
    }

    fn format(&self, _: u32) -> &'static str {
        F::NAME
    }

    fn load(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.load)
    }

    fn feed(&mut self, link: &mut Link, room: Room) -> Fed {
        if self.chunk.len() == 0 {
            self.take_chunk(room.tasks);
        }
        let most = room.tasks.min(self.chunk.len());
        let (first, mut taken, mut failed) = (self.index, 0, Vec::new());
        let at = |taken: usize| first + taken as u64 - 1;
        // One catch for all of them, as of `done`.
        panics::catch_each(
            &mut (link.run(self.call, first), &mut self.chunk, &mut taken, &mut failed),
            |(run, chunk, taken, failed)| {
                if **taken == most || run.unwritten() >= room.bytes {
                    return ControlFlow::Break(());
                }
                let Some(item) = chunk.next() else { return ControlFlow::Break(()) };
                **taken += 1;
                match append_input::<F, A>(item, run.begin()) {
                    Ok(()) => {
                        if let Err(large) = run.finish() {
                            failed.push((at(**taken), too_large(&large)));
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
        self.sink.take(taken);
        let fed = Fed { taken, sent: taken - failed.len() };
        for (index, error) in failed {
            self.settle(index, Err(error), 0);
        }
        fed
    }

    fn done(&mut self, results: &mut Results<'_>) {
        if self.meter.is_watched() {
            // A hook may panic as well, and that is not a task's failure.
            self.done_one_by_one(results);
            return;
        }
        if results.task().0 != self.call {
            // Of a call that is over nothing is kept.
            while results.advance().is_continue() {}
            return;
        }
        // One catch for as many results as there are: entering one costs as much as reading a small result.
        panics::catch_each(
            &mut (self, &mut *results),
            |(this, results)| {
                let (index, bytes) = (results.task().1, results.bytes());
                match decode_result::<F, R>(bytes) {
                    Ok(value) => this.sink.put_good(index, value, bytes.len()),
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

    fn failed(&mut self, (call, index): Task, error: Error) -> Settled {
        if call != self.call {
            return Settled::Stale;
        }
        self.settle(index, Err(error), 0);
        Settled::One
    }

    #[inline]
    fn is_over(&self) -> bool {
        self.late.is_some() || self.sink.has_failed() || self.meter.has_panicked()
    }

    fn deadline(&self) -> Option<Instant> {
        self.deadline.map(|(deadline, _)| deadline)
    }

    fn expire(&mut self) -> Vec<Expired> {
        let Some((_, limit)) = self.deadline.filter(|(deadline, _)| *deadline <= Instant::now()) else {
            return Vec::new();
        };
        let verdict = Verdict::CallTimeout(limit);
        self.deadline = None;
        self.late = Some(verdict);
        self.sink.fill(|index| verdict.error().at(K::name(), index));
        vec![Expired { call: self.call, verdict, pending: 0 }]
    }
}
