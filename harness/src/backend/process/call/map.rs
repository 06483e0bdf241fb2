//! `map` and its relatives over worker processes.

use super::collector::{AsCompleted, CollectAll, FailFast, Ordered, ResultCollector};
use super::map_source::MapSource;
use super::result_iter::ResultIter;
use crate::backend::process::engine::Engine;
use crate::backend::process::pool::PoolState;
use crate::backend::process::task::{Outgoing, PreparedTask};
use crate::backend::process::worker::{StopReason, Worker};
use crate::error::{Error, Kind as ErrorKind};
use crate::format::Codec;
use crate::progress::Hook;
use crate::sendable::Sendable;
use std::panic::resume_unwind;

/// Runs `task` over `items`; results in the order of the items, or the first failure.
pub(crate) fn map<W, F, A, R, I>(
    pool: &PoolState<W>,
    hook: &Hook,
    task: PreparedTask<F, A, R>,
    items: I,
) -> Result<Vec<R>, Error>
where
    W: Worker,
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: IntoIterator<Item: Outgoing<F, A>>,
{
    let source = run(pool, hook, task, items, FailFast::with_capacity)?;
    let name = source.name;
    source.collector.into_results(|index| Error::new(ErrorKind::Cancelled).at(name, index))
}

/// Runs `task` over `items`; results in the order of the items, failures among them.
pub(crate) fn try_map<W, F, A, R, I>(
    pool: &PoolState<W>,
    hook: &Hook,
    task: PreparedTask<F, A, R>,
    items: I,
) -> Result<Vec<Result<R, Error>>, Error>
where
    W: Worker,
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: IntoIterator<Item: Outgoing<F, A>>,
{
    let source = run(pool, hook, task, items, CollectAll::with_capacity)?;
    let (name, timed_out) = (source.name, source.timed_out);
    let error =
        |index| timed_out.map_or_else(|| Error::new(ErrorKind::Cancelled), StopReason::error).at(name, index);
    let mut results = source.collector.into_results(error);
    if timed_out.is_some() {
        // Items that were not sent have their place among the results too.
        let begun = results.len() as u64;
        let rest = source.chunk.chain(source.items);
        results.extend(rest.zip(begun..).map(|(_, index)| Err(error(index))));
    }
    Ok(results)
}

/// Runs the event loop to its end.
fn run<W, F, A, R, I, C>(
    pool: &PoolState<W>,
    hook: &Hook,
    task: PreparedTask<F, A, R>,
    items: I,
    collector: fn(usize) -> C,
) -> Result<MapSource<F, A, R, I::IntoIter, C>, Error>
where
    W: Worker,
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: IntoIterator<Item: Outgoing<F, A>>,
    C: ResultCollector<R>,
{
    let items = items.into_iter();
    // The hint may be wrong, so what is reserved for it is bounded.
    let collector = collector(items.size_hint().0.min(1 << 20));
    let window = pool.config.window.unwrap_or(usize::MAX);
    let _entered = task.span.enter();
    let source = MapSource::new(pool, hook.meter(items.size_hint()), task, items, collector, window);
    let (mut source, outcome) = Engine::run_all(pool, source);
    if let Some(panic) = source.meter.take_panic() {
        resume_unwind(panic);
    }
    outcome?;
    Ok(source)
}

/// Results as an iterator, in the order of the items.
pub(crate) fn map_iter<'p, W, F, A, R, I>(
    pool: &'p PoolState<W>,
    hook: &Hook,
    task: PreparedTask<F, A, R>,
    items: I,
) -> impl Iterator<Item = Result<R, Error>> + use<'p, W, F, A, R, I>
where
    W: Worker,
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: IntoIterator<Item = A>,
{
    let mut results = ResultIter::new(pool, hook, task, items, Ordered::default());
    std::iter::from_fn(move || results.next(Ordered::is_ready, Ordered::fetch, |_, error| Err(error)))
}

/// Results as an iterator, in the order in which they arrive, each with the index of its item.
pub(crate) fn map_unordered<'p, W, F, A, R, I>(
    pool: &'p PoolState<W>,
    hook: &Hook,
    task: PreparedTask<F, A, R>,
    items: I,
) -> impl Iterator<Item = (usize, Result<R, Error>)> + use<'p, W, F, A, R, I>
where
    W: Worker,
    F: Codec,
    A: Sendable<F>,
    R: Sendable<F>,
    I: IntoIterator<Item = A>,
{
    let mut results = ResultIter::new(pool, hook, task, items, AsCompleted::default());
    let place = |index: u64, result| (usize::try_from(index).unwrap_or(usize::MAX), result);
    let fetch =
        move |collector: &mut AsCompleted<R>| collector.fetch().map(|(index, result)| place(index, result));
    let fail = move |index, error| place(index, Err(error));
    std::iter::from_fn(move || results.next(AsCompleted::is_ready, fetch, fail))
}
