//! bitcode: positional, column by column, made for size.

mod shape_change;

use self::shape_change::catch;
use super::Bitcode;
use super::guard::decode::{ElementBudget, FormatLimits, StackCosts, Unseeded};
use super::guard::{EncodePolicy, GuardedValue, counted};
use super::kept::{KeptRead, KeptValue, forget_message, take_message};
use super::{ByteSink, Codec, CodecError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;

/// The decoder refuses longer sequences of elements without a size.
const WITHOUT_SIZE: usize = 1 << 16;

impl FormatLimits for Bitcode {
    const STACK: StackCosts = StackCosts { nesting: 2560, field: 384, wrapper: 1024 };
    /// A `bool` or a variant is a bit.
    const PER_BYTE: usize = 8;
}

/// Notes whether anything was written. The size itself cannot be seen from here.
#[derive(Clone, Copy)]
struct Columns<'a> {
    wrote: &'a Cell<bool>,
    elements: &'a ElementBudget,
}

impl EncodePolicy for Columns<'_> {
    type Of = Bitcode;
    const SIZED: bool = true;

    #[inline(always)]
    fn wrote(self) {
        self.wrote.set(true);
    }

    #[inline(always)]
    fn announce(self, elements: usize) -> bool {
        self.elements.take(elements)
    }

    #[inline(always)]
    fn begin(self, len: Option<usize>) -> bool {
        let long = len.is_some_and(|len| len > WITHOUT_SIZE);
        if long {
            // Whoever encloses it has noted its own length, and looks at this again only if all is well.
            self.wrote.set(false);
        }
        long
    }

    #[inline(always)]
    fn end(self) -> Result<(), &'static str> {
        if self.wrote.get() {
            Ok(())
        } else {
            Err("bitcode reads at most 65536 values without content in a row: send their number")
        }
    }
}

impl Codec for Bitcode {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        counted::<Self>(|elements| {
            forget_message();
            let wrote = Cell::new(false);
            let guarded = GuardedValue::new(value, Columns { wrote: &wrote, elements });
            let bytes = catch(|| {
                bitcode::serialize(&KeptValue(&guarded)).map_err(|error| worded(error, NOT_WRITTEN))
            })?;
            out.extend_from_slice(&bytes);
            Ok(bytes.len())
        })
    }

    #[inline]
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        forget_message();
        catch(|| {
            let read = || bitcode::deserialize::<KeptRead<_>>(bytes).map(|read| read.0);
            Unseeded::<T, Self>::read(bytes.len(), read).map_err(|error| worded(error, NOT_READ))
        })
    }
}

/// What a value cannot be written for, if nobody else says it.
const NOT_WRITTEN: &str = "bitcode cannot write this value: it may have a variant beyond the 256th";

/// What bytes cannot be read for, if nobody else says it.
const NOT_READ: &str = "bitcode cannot read this: these are not the bytes of a value of this type";

/// The error with the message of a guard or of the value's own code. bitcode's own has one in an unoptimised build only.
#[cold]
fn worded(error: bitcode::Error, otherwise: &str) -> CodecError {
    match take_message() {
        Some(message) => CodecError::worded(message, error),
        None if error.to_string() == "bitcode error" => CodecError::worded(otherwise, error),
        None => CodecError::of(error),
    }
}
