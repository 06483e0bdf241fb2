//! What is to be known of a format to read it from bytes that may be anything.

use crate::format::Format;

/// A format that is read with a guard; what it says here holds for writing, too.
pub(in crate::format) trait FormatLimits: Format {
    /// What one nesting may take of the stack.
    const STACK: StackCosts;
    /// How many brackets within each other are written and read, where they are counted.
    ///
    /// Serde's buffer is read from once more, unwatched, by code that may take more of the stack than filling it took: so
    /// they are counted in every format that fills it.
    const BRACKETS: Option<u16> = None;
    /// How many elements one byte may stand for.
    const PER_BYTE: usize = 1;
    /// Whether a sequence may not say how long it is although an element may take no byte; then each is counted.
    const HIDES_LENGTHS: bool = false;
    /// Whether owned text and bytes are allocated as long as they are said to be, before there is anything to copy.
    const CLAIMS_TEXT: bool = false;
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
    /// All that a value may take by these figures when it is written: half of what a thread has by default, the rest is for
    /// who calls.
    pub(in crate::format) const BUDGET: u32 = 1 << 20;
}
