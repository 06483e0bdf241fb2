//! Values in and out of frames, on the parent's side.

use crate::error::{Error, Kind, Side};
use crate::format::Codec;
use crate::panics;
use crate::sendable::Sendable;
use crate::shared_slice::{Sending, take_mentions};
use crate::transfer::{Destination, EncodedValue, FrameSink, Payload, SharedBuffer, Store, no_space_for};
use crate::wire::{Failure, trace};
use std::sync::Arc;

/// An encoded input. It is dropped here, where its drop may panic.
pub(super) fn pack_input<F, A>(input: A, store: &Arc<Store>) -> Result<EncodedValue, Error>
where
    F: Codec,
    A: Sendable<F>,
{
    pack::<F>(store, "input", |body| append_input::<F, A>(input, body))
}

/// A value on its own, with the regions that it mentions.
pub(super) fn pack<F: Codec>(
    store: &Arc<Store>,
    what: &str,
    encode: impl FnOnce(&mut FrameSink) -> Result<(), Box<Failure>>,
) -> Result<EncodedValue, Error> {
    let mut sink = FrameSink::with_allocator(store.clone());
    let _sending = Sending::start();
    guarded(|| encode(&mut sink)).map_err(failed_here::<F>)?;
    let regions = take_mentions();
    let body = match sink.finish_value() {
        Destination::Inline => Payload::Inline(sink.into_vec()),
        Destination::OutOfBand(content, len) => {
            Payload::OutOfBand(Arc::new(SharedBuffer::new(content, len, Arc::clone(store))))
        }
        Destination::Nowhere(error) => {
            let message = no_space_for(what, &error);
            return Err(Error::new(Kind::System { message, source: error }));
        }
    };
    Ok(EncodedValue { body, regions })
}

/// What is written as an input of the type `A`: one, or what looks like one once it is written.
pub(crate) trait Outgoing<F: Codec, A> {
    /// Appends it.
    fn write_into(self, out: &mut FrameSink) -> Result<(), Box<Failure>>;
}

impl<F: Codec, A: Sendable<F>> Outgoing<F, A> for A {
    #[inline]
    fn write_into(self, out: &mut FrameSink) -> Result<(), Box<Failure>> {
        append_input::<F, A>(self, out)
    }
}

/// Appends an input, which is dropped; the caller catches what panics.
#[inline]
fn append_input<F, A>(input: A, out: &mut FrameSink) -> Result<(), Box<Failure>>
where
    F: Codec,
    A: Sendable<F>,
{
    trace::encode::<F, A>(&input, out).map_err(|error| Failure::encode("input", error))
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

/// Reads a result; the caller catches a `Deserialize` that panics.
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
