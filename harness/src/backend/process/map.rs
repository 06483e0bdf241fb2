//! `map` and `try_map` over worker processes.

use super::engine::Engine;
use super::shared::Shared;
use super::source::{Ready, Settled, Source};
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::format::Codec;
use crate::panics;
use crate::progress::{Hook, Meter};
use crate::sendable::Sendable;
use crate::task::remote;
use crate::task::{CarriesCode, RemoteTask};
use crate::wire::{Failure, Kind, TooLarge, begin, finish, trace};
use std::any::TypeId;
use std::iter::Peekable;
use std::marker::PhantomData;
use std::panic::resume_unwind;

/// What a failed task means to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failing {
    /// The first failure ends the call.
    Fast,
    /// Each failure is a result.
    Never,
}

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
    let items = items.into_iter();
    let meter = hook.meter(items.size_hint());
    let call = shared.new_call();
    let mut source = MapSource::<F, K, A, R, M, I::IntoIter> {
        load: load_frame::<F, K, A, R, M>(task, call)?,
        call,
        results: Vec::with_capacity(items.size_hint().0.min(1 << 20)),
        items: items.peekable(),
        failing,
        failed: None,
        meter,
        types: PhantomData,
    };
    let outcome = Engine::run_all(shared, &mut source);
    if let Some(panic) = source.meter.take_panic() {
        resume_unwind(panic);
    }
    outcome?;
    if let Some(error) = source.failed {
        return Err(error);
    }
    let missing = |index: usize| Error::new(ErrorKind::Cancelled).at(K::name(), index as u64);
    let results = source.results.into_iter().enumerate();
    // Not collected here: the caller's own collect is the only pass over what may be millions.
    Ok(results.map(move |(at, slot)| slot.unwrap_or_else(|| Err(missing(at)))))
}

/// The frame that tells a worker the task and its captures.
pub(crate) fn load_frame<F, K, A, R, M>(task: &K, call: u32) -> Result<Vec<u8>, Error>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
{
    let number = task_number(remote::key::<F, K, A, R, M>())?;
    let mut load = Vec::new();
    let at = begin(&mut load, Kind::Load, call, 0);
    load.extend_from_slice(&number.to_le_bytes());
    encode::<F, _>("captures", task.captures(), &mut load)
        .and_then(|()| finish(&mut load, at).map_err(too_large))
        .map_err(|failure| failure.into_error(F::NAME, Side::Parent))?;
    Ok(load)
}

fn task_number(key: TypeId) -> Result<u32, Error> {
    crate::task::table::Table::get().number(key).ok_or_else(|| {
        Error::refused(
            "the table of tasks does not hold this task: sending code to processes is supported on Linux \
             for x86_64 and aarch64; use `Thread` on other targets",
        )
    })
}

/// Appends the `RUN` frame of one input, or nothing. The input is dropped here, where its drop may panic.
#[inline]
pub(crate) fn run_frame<F, A>(call: u32, index: u64, input: A, out: &mut Vec<u8>) -> Result<(), Error>
where
    F: Codec,
    A: Sendable<F>,
{
    let at = begin(out, Kind::Run, call, index);
    guarded(|| {
        trace::encode::<F, A>(&input, out).map_err(|error| Failure::encode("input", error))?;
        drop(input);
        Ok(())
    })
    .and_then(|()| finish(out, at).map_err(too_large))
    .map_err(|failure| {
        out.truncate(at);
        failure.into_error(F::NAME, Side::Parent)
    })
}

/// Reads a result; a `Deserialize` that panics is an error of that task.
#[inline]
pub(crate) fn read_result<F, R>(bytes: &[u8]) -> Result<R, Error>
where
    F: Codec,
    R: Sendable<F>,
{
    guarded(|| trace::decode::<F, R>(bytes).map_err(|error| Failure::decode("result", error)))
        .map_err(|failure| failure.into_error(F::NAME, Side::Parent))
}

#[inline]
fn encode<F, T>(what: &'static str, value: &T, out: &mut Vec<u8>) -> Result<(), Box<Failure>>
where
    F: Codec,
    T: Sendable<F>,
{
    guarded(|| trace::encode::<F, T>(value, out).map_err(|error| Failure::encode(what, error)))
}

#[inline]
fn guarded<T>(code: impl FnOnce() -> Result<T, Box<Failure>>) -> Result<T, Box<Failure>> {
    panics::catch(code).unwrap_or_else(|info| Err(Failure::panic(info)))
}

fn too_large(TooLarge(bytes): TooLarge) -> Box<Failure> {
    Failure::refused(format!(
        "the encoded value has {bytes} bytes, more than the 4 GiB of one frame; send it in parts"
    ))
}

/// What only the methods speak of; a function type, so that none of them has to be `Send`.
type Types<F, K, A, M> = PhantomData<fn() -> (F, K, A, M)>;

struct MapSource<F, K, A, R, M, I: Iterator> {
    call: u32,
    load: Vec<u8>,
    items: Peekable<I>,
    /// One slot per item taken, so the next index is its length.
    results: Vec<Option<Result<R, Error>>>,
    failing: Failing,
    failed: Option<Error>,
    meter: Meter,
    types: Types<F, K, A, M>,
}

impl<F, K, A, R, M, I> MapSource<F, K, A, R, M, I>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: CarriesCode<K::Code>,
    I: Iterator<Item = A>,
{
    #[inline]
    fn settle(&mut self, index: u64, result: Result<R, Error>) {
        self.meter.tick(result.is_ok());
        let result = result.map_err(|error| error.at(K::name(), index));
        match (result, self.failing) {
            (Err(error), Failing::Fast) => {
                // The lowest index is the one a plain loop would have met.
                if self.failed.as_ref().is_none_or(|known| known.index() > Some(index)) {
                    self.failed = Some(error);
                }
            }
            (result, _) => {
                if let Some(slot) = usize::try_from(index).ok().and_then(|at| self.results.get_mut(at)) {
                    *slot = Some(result);
                }
            }
        }
    }
}

impl<F, K, A, R, M, I> Source for MapSource<F, K, A, R, M, I>
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
    fn ready(&mut self) -> Ready {
        if !self.is_over() && self.items.peek().is_some() { Ready::Task } else { Ready::No }
    }

    fn call(&self) -> u32 {
        self.call
    }

    fn format(&self, _: u32) -> &'static str {
        F::NAME
    }

    fn load(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.load);
    }

    fn next(&mut self, out: &mut Vec<u8>) -> bool {
        let Some(item) = self.items.next() else { return false };
        let index = self.results.len() as u64;
        self.results.push(None);
        let written = run_frame::<F, A>(self.call, index, item, out);
        let is_written = written.is_ok();
        if let Err(error) = written {
            self.settle(index, Err(error));
        }
        is_written
    }

    fn done(&mut self, call: u32, index: u64, result: &[u8]) -> Settled {
        if call != self.call {
            return Settled::Stale;
        }
        self.settle(index, read_result::<F, R>(result));
        Settled::One
    }

    fn failed(&mut self, call: u32, index: u64, error: Error) -> Settled {
        if call != self.call {
            return Settled::Stale;
        }
        self.settle(index, Err(error));
        Settled::One
    }

    fn is_over(&self) -> bool {
        self.failed.is_some() || self.meter.has_panicked()
    }
}
