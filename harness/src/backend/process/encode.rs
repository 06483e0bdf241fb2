//! Values in and out of frames, on the parent's side.

use crate::error::{Error, Side};
use crate::format::{ByteSink, Codec};
use crate::panics;
use crate::sendable::Sendable;
use crate::task::remote;
use crate::task::table::Table;
use crate::task::{CarriesCode, RemoteTask};
use crate::wire::{Failure, TooLarge, trace};
use std::any::TypeId;

/// What tells a worker the task and its captures: the body of a `LOAD` frame.
pub(crate) fn load_body<F, K, A, R, M>(task: &K) -> Result<Vec<u8>, Error>
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
    let mut body = ByteSink::from(number.to_le_bytes().to_vec());
    guarded(|| {
        trace::encode::<F, K::Captures>(task.captures(), &mut body)
            .map_err(|error| Failure::encode("captures", error))
    })
    .map_err(|failure| failure.into_error(F::NAME, Side::Parent))?;
    Ok(body.into_vec())
}

fn task_number(key: TypeId) -> Result<u32, Error> {
    Table::get().number(key).ok_or_else(|| {
        Error::refused(
            "the table of tasks does not hold this task: sending code to processes is supported on Linux \
             for x86_64 and aarch64; use `Thread` on other targets",
        )
    })
}

/// Appends an input. It is dropped here, where its drop may panic.
#[inline]
pub(crate) fn encode_input<F, A>(input: A, out: &mut ByteSink) -> Result<(), Error>
where
    F: Codec,
    A: Sendable<F>,
{
    guarded(|| append_input::<F, A>(input, out)).map_err(failed_here::<F>)
}

/// As [`encode_input`]; what panics is to be caught by the caller.
#[inline]
pub(crate) fn append_input<F, A>(input: A, out: &mut ByteSink) -> Result<(), Box<Failure>>
where
    F: Codec,
    A: Sendable<F>,
{
    trace::encode::<F, A>(&input, out).map_err(|error| Failure::encode("input", error))
}

/// Why an input that was encoded is not sent.
#[cold]
pub(crate) fn too_large(large: &TooLarge) -> Error {
    Error::refused(format!(
        "the encoded input has {} bytes, more than the 4 GiB of one frame; send it in parts",
        large.0
    ))
}

/// Reads a result; a `Deserialize` that panics is an error of that task.
#[inline]
pub(crate) fn read_result<F, R>(bytes: &[u8]) -> Result<R, Error>
where
    F: Codec,
    R: Sendable<F>,
{
    guarded(|| decode_result::<F, R>(bytes)).map_err(failed_here::<F>)
}

/// Reads a result; a `Deserialize` that panics is to be caught by the caller.
#[inline]
pub(crate) fn decode_result<F, R>(bytes: &[u8]) -> Result<R, Box<Failure>>
where
    F: Codec,
    R: Sendable<F>,
{
    trace::decode::<F, R>(bytes).map_err(|error| Failure::decode("result", error))
}

/// What went wrong with a value on this side.
#[cold]
#[expect(clippy::boxed_local, reason = "as it comes: unboxing it at each caller is code on the good path")]
pub(crate) fn failed_here<F: Codec>(failure: Box<Failure>) -> Error {
    failure.into_error(F::NAME, Side::Parent)
}

#[inline]
fn guarded<T>(code: impl FnOnce() -> Result<T, Box<Failure>>) -> Result<T, Box<Failure>> {
    panics::catch(code).unwrap_or_else(|info| Err(Failure::panic(info)))
}
