//! `map` and its relatives over worker processes.

mod drive;
mod input;

use super::encode::Outgoing;
use super::engine::Engine;
use super::member::StopReason;
use super::shared::PoolState;
use super::sink::{AsCompleted, CollectAll, FailFast, Ordered, ResultCollector};
use crate::error::{Error, Kind as ErrorKind};
use crate::format::Codec;
use crate::progress::Hook;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};
use drive::Drive;
use input::MapSource;
use std::panic::resume_unwind;

/// Runs `task` over `items`; results in the order of the items, or the first failure.
pub(crate) fn map<F, K, A, R, M, I>(
    shared: &PoolState,
    hook: &Hook,
    task: &K,
    items: I,
) -> Result<Vec<R>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item = A>,
{
    map_outgoing::<F, K, A, R, M, _>(shared, hook, task, items)
}

/// As [`map`], over what is written as the task's inputs are.
pub(crate) fn map_outgoing<F, K, A, R, M, I>(
    shared: &PoolState,
    hook: &Hook,
    task: &K,
    items: I,
) -> Result<Vec<R>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item: Outgoing<F, A>>,
{
    let source = run::<F, K, A, R, M, _, _>(shared, hook, task, items, FailFast::with_capacity)?;
    source.sink.into_results(|index| Error::new(ErrorKind::Cancelled).at(K::name(), index))
}

/// Runs `task` over `items`; results in the order of the items, failures among them.
pub(crate) fn try_map<F, K, A, R, M, I>(
    shared: &PoolState,
    hook: &Hook,
    task: &K,
    items: I,
) -> Result<Vec<Result<R, Error>>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item = A>,
{
    let source = run::<F, K, A, R, M, _, _>(shared, hook, task, items, CollectAll::with_capacity)?;
    let late = source.late;
    let error =
        |index| late.map_or_else(|| Error::new(ErrorKind::Cancelled), StopReason::error).at(K::name(), index);
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
    shared: &PoolState,
    hook: &Hook,
    task: &K,
    items: I,
    sink: fn(usize) -> C,
) -> Result<MapSource<F, K, A, R, M, I::IntoIter, C>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
    I: IntoIterator<Item: Outgoing<F, A>>,
    C: ResultCollector<R>,
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
    shared: &'p PoolState,
    hook: &Hook,
    task: K,
    items: I,
) -> Result<impl Iterator<Item = Result<R, Error>> + use<'p, F, K, A, R, M, I>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
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
    shared: &'p PoolState,
    hook: &Hook,
    task: K,
    items: I,
) -> Result<impl Iterator<Item = (usize, Result<R, Error>)> + use<'p, F, K, A, R, M, I>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
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
