//! What a guard has to know of a format, to read it from bytes that may be anything.

use crate::format::Format;

/// The limits of a format. They hold for reading and for writing.
pub(in crate::format) trait FormatLimits: Format {
    /// How much of the stack each level may use.
    const STACK: StackCosts;
    /// How many levels of brackets are written and read, if they are counted.
    ///
    /// Serde's buffer is read a second time, without a guard, by code that may use more of the stack than filling it did. So they
    /// are counted in every format that can fill it.
    const BRACKETS: Option<u16> = None;
    /// How many elements one byte may stand for.
    const PER_BYTE: usize = 1;
    /// Whether a sequence may hide its length although an element may take no bytes. Then each element is counted.
    const HIDES_LENGTHS: bool = false;
    /// Whether the decoder allocates owned text and bytes by the length that is claimed, before it looks for the bytes.
    const CLAIMS_TEXT: bool = false;
    /// Whether the decoder has a longest length for text, bytes and names that it need not return as owned ones.
    const SHORT_BORROWS: bool = false;
    /// Whether a number is a map with an odd key to whoever asks what comes next.
    const NUMBERS_AS_MAPS: bool = false;
    /// Whether numbers of a byte and floats are as they are in memory, and the decoder can be asked for many at once.
    #[cfg(feature = "_lists")]
    const PLAIN: bool = false;
}

/// Bytes of stack, in a program built without optimisation, where the most is taken: measured, and rounded up.
#[derive(Clone, Copy)]
pub(in crate::format) struct StackCosts {
    /// A sequence, map, tuple, struct or variant.
    pub(in crate::format) nesting: u32,
    /// Each field of a struct or variant on top of that.
    pub(in crate::format) field: u32,
    /// A `Some` or a newtype.
    pub(in crate::format) wrapper: u32,
}

impl StackCosts {
    /// What a value may use by these figures: half of the stack that a thread has by default. The rest is for the caller.
    pub(in crate::format) const BUDGET: u32 = 1 << 20;
}
