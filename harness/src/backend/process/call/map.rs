//! `map` and its relatives over worker processes.

use super::collector::{AsCompleted, CollectAll, FailFast, Ordered, ResultCollector};
use super::map_source::MapSource;
use super::result_iter::Drive;
use crate::backend::process::engine::Engine;
use crate::backend::process::pool::PoolState;
use crate::backend::process::task::Outgoing;
use crate::backend::process::worker::StopReason;
use crate::error::{Error, Kind as ErrorKind};
use crate::format::Codec;
use crate::progress::Hook;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};
use std::panic::resume_unwind;

/// Runs `task` over `items`; results in the order of the items, or the first failure.
pub(crate) fn map<F, K, A, R, M, I>(
    pool: &PoolState,
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
    map_outgoing::<F, K, A, R, M, _>(pool, hook, task, items)
}

/// As [`map`], over what is written as the task's inputs are.
pub(crate) fn map_outgoing<F, K, A, R, M, I>(
    pool: &PoolState,
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
    let source = run::<F, K, A, R, M, _, _>(pool, hook, task, items, FailFast::with_capacity)?;
    source.collector.into_results(|index| Error::new(ErrorKind::Cancelled).at(K::name(), index))
}

/// Runs `task` over `items`; results in the order of the items, failures among them.
pub(crate) fn try_map<F, K, A, R, M, I>(
    pool: &PoolState,
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
    let source = run::<F, K, A, R, M, _, _>(pool, hook, task, items, CollectAll::with_capacity)?;
    let late = source.late;
    let error =
        |index| late.map_or_else(|| Error::new(ErrorKind::Cancelled), StopReason::error).at(K::name(), index);
    let mut results = source.collector.into_results(error);
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
    pool: &PoolState,
    hook: &Hook,
    task: &K,
    items: I,
    collector: fn(usize) -> C,
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
    pool.admit()?;
    let items = items.into_iter();
    // A hint is a promise of some iterators and a guess of others: what it asks for is bounded.
    let collector = collector(items.size_hint().0.min(1 << 20));
    let window = pool.config.window.unwrap_or(usize::MAX);
    let source = MapSource::new(pool, hook.meter(items.size_hint()), task, items, collector, window)?;
    let (mut source, outcome) = Engine::run_all(pool, source);
    if let Some(panic) = source.meter.take_panic() {
        resume_unwind(panic);
    }
    outcome?;
    Ok(source)
}

/// Results as an iterator, in the order of the items.
pub(crate) fn map_iter<'p, F, K, A, R, M, I>(
    pool: &'p PoolState,
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
    let mut drive = Drive::<F, K, A, R, M, _, _>::new(pool, hook, task, items, Ordered::default())?;
    Ok(std::iter::from_fn(move || drive.next(Ordered::is_ready, Ordered::fetch, |_, error| Err(error))))
}

/// Results as an iterator, as they arrive, with the index of their item.
pub(crate) fn map_unordered<'p, F, K, A, R, M, I>(
    pool: &'p PoolState,
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
    let mut drive = Drive::<F, K, A, R, M, _, _>::new(pool, hook, task, items, AsCompleted::default())?;
    let place = |index: u64, result| (usize::try_from(index).unwrap_or(usize::MAX), result);
    let fetch =
        move |collector: &mut AsCompleted<R>| collector.fetch().map(|(index, result)| place(index, result));
    let fail = move |index, error| place(index, Err(error));
    Ok(std::iter::from_fn(move || drive.next(AsCompleted::is_ready, fetch, fail)))
}
