//! Where a codec appends the bytes of a value.

use std::io;

/// Where a codec appends the bytes of a value: a `Vec<u8>`, or the buffer of a pool on the way to a worker.
///
/// A codec can append and nothing else. It cannot remove or change what was written before, put another sink in the place of
/// this one, keep it after the call, or use it from another thread: on the way to a worker, a part of a large value may be in
/// memory that is shared with that process.
///
/// Sealed: it is implemented in this crate only.
///
/// ```
/// use wirecheck::format::{ByteSink, CodecError};
/// use wirecheck::{Bincode, Codec};
///
/// /// A version number in front of each value.
/// fn encode_versioned(value: &[f64], out: &mut impl ByteSink) -> Result<(), CodecError> {
///     out.extend_from_slice(&7_u32.to_le_bytes());
///     Bincode::encode(value, out)
/// }
///
/// let mut bytes = Vec::new();
/// encode_versioned(&[0.5], &mut bytes)?;
/// assert_eq!(bytes.len(), 4 + 1 + 8);
/// # Ok::<(), CodecError>(())
/// ```
pub trait ByteSink: io::Write + sealed::Sealed {
    /// Appends these bytes.
    fn extend_from_slice(&mut self, bytes: &[u8]);
}

pub(crate) mod sealed {
    /// Keeps other crates from implementing [`ByteSink`](super::ByteSink).
    pub trait Sealed {
        /// How many bytes were written, wherever they are.
        fn written(&self) -> usize;
    }
}

impl sealed::Sealed for Vec<u8> {
    #[inline]
    fn written(&self) -> usize {
        self.len()
    }
}

impl ByteSink for Vec<u8> {
    #[inline(always)]
    fn extend_from_slice(&mut self, bytes: &[u8]) {
        Self::extend_from_slice(self, bytes);
    }
}
