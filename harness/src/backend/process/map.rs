//! `map` and its relatives over worker processes.

use super::encode::{encode_input, load_body, read_result};
use super::engine::{Engine, Round};
use super::member::Verdict;
use super::shared::Shared;
use super::sink::{All, AsCompleted, Ordered, Sink};
use super::source::{Expired, Settled, Source, Task};
use crate::error::{Error, Kind as ErrorKind};
use crate::format::Codec;
use crate::progress::{Hook, Meter};
use crate::sendable::Sendable;
use crate::task::{CarriesCode, RemoteTask};
use std::iter::Peekable;
use std::marker::PhantomData;
use std::panic::resume_unwind;
use std::time::{Duration, Instant};

/// What a failed task means to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failing {
    /// The first failure ends the call.
    Fast,
    /// Each failure is a result.
    Never,
}

/// How far an iterator of results reads ahead of what was fetched, if nothing else was said.
const WINDOW: usize = 16 * 1024;

/// Runs `task` over `items`; results in the order of the items.
pub(crate) fn map<F, K, A, R, M, I>(
    shared: &Shared,
    hook: &Hook,
    task: &K,
    items: I,
    failing: Failing,
) -> Result<impl Iterator<Item = Result<R, Error>> + use<F, K, A, R, M, I>, Error>
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
    shared.admit()?;
    let items = items.into_iter();
    let sink = All::with_capacity(items.size_hint().0.min(1 << 20));
    let window = shared.config.window.unwrap_or(usize::MAX);
    let source = MapSource::<F, K, A, R, M, _, _>::new(
        shared,
        hook.meter(items.size_hint()),
        task,
        items,
        sink,
        window,
    )?;
    let source = MapSource { failing, ..source };
    let (mut source, outcome) = Engine::run_all(shared, source);
    if let Some(panic) = source.meter.take_panic() {
        resume_unwind(panic);
    }
    outcome?;
    if let Some(error) = source.failed {
        return Err(error);
    }
    let late = source.late;
    // Of a call that took too long, what was not even begun.
    let rest = late.map_or(0, |_| source.items.count());
    let missing = move |index: usize| {
        let error = late.map_or_else(|| Error::new(ErrorKind::Cancelled), Verdict::error);
        Err(error.at(K::name(), index as u64))
    };
    let results = source.sink.into_results();
    let began = results.len();
    // Not collected here: the caller's own collect is the only pass over what may be millions.
    let results = results.enumerate().map(move |(at, slot)| slot.unwrap_or_else(|| missing(at)));
    Ok(results.chain((began..began + rest).map(missing)))
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

/// How long results are handed out without a look at the workers.
const LOOK: Duration = Duration::from_millis(1);
/// How many are, at most.
const IN_A_ROW: u32 = 256;

/// Runs the event loop on the thread that asks for results, whenever it does.
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
        Ok(Self {
            engine: Some(Engine::new(shared, source)),
            looked: Instant::now(),
            in_a_row: 0,
            is_over: false,
            failed: None,
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
            if let Some(panic) = source.meter.take_panic() {
                self.engine = None;
                resume_unwind(panic);
            }
            // A call that took too long may have more items than were ever taken: that is told once.
            let cut = source.late.filter(|_| self.is_over && source.items.peek().is_some());
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
        match engine.run_until(wait, |source| is_ready(&source.sink)) {
            Ok(round) => self.is_over = round == Round::Over,
            Err(error) => self.failed = Some(error),
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
    /// The index of the next input.
    index: u64,
    sink: C,
    /// The most inputs that are taken and not fetched.
    window: usize,
    failing: Failing,
    failed: Option<Error>,
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
            index: 0,
            sink,
            window,
            failing: Failing::Never,
            failed: None,
            meter,
            deadline: limit.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit))),
            late: None,
            types: PhantomData,
        })
    }

    #[inline]
    fn settle(&mut self, index: u64, result: Result<R, Error>, bytes: usize) {
        self.meter.tick(result.is_ok());
        match result {
            Err(error) => self.settle_failure(index, error),
            result => self.sink.put(index, result, bytes),
        }
    }

    #[cold]
    fn settle_failure(&mut self, index: u64, error: Error) {
        let error = error.at(K::name(), index);
        if self.failing == Failing::Never {
            self.sink.put(index, Err(error), 0);
        } else if self.failed.as_ref().is_none_or(|known| known.index() > Some(index)) {
            // The lowest index is the one a plain loop would have met.
            self.failed = Some(error);
        }
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
        self.sink.held() < self.window
            && !self.sink.is_full()
            && !self.is_over()
            && self.items.peek().is_some()
    }

    fn left(&self) -> usize {
        self.items.size_hint().1.unwrap_or(usize::MAX)
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

    #[inline]
    fn write(&mut self, out: &mut Vec<u8>) -> bool {
        let Some(item) = self.items.next() else { return false };
        let index = self.index;
        self.index += 1;
        self.sink.taken();
        match encode_input::<F, A>(item, out) {
            Ok(()) => true,
            Err(error) => {
                self.settle(index, Err(error), 0);
                false
            }
        }
    }

    #[inline]
    fn done(&mut self, (call, index): Task, result: &[u8]) -> Settled {
        if call != self.call {
            return Settled::Stale;
        }
        self.settle(index, read_result::<F, R>(result), result.len());
        Settled::One
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
        self.failed.is_some() || self.late.is_some() || self.meter.has_panicked()
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
        if self.failing == Failing::Fast && self.failed.is_none() {
            self.failed = Some(verdict.error());
        }
        vec![Expired { call: self.call, verdict, pending: 0 }]
    }
}
