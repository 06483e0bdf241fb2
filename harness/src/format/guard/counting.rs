//! As many elements as are read back, in formats where some take no space.

use super::TOO_MANY;
use super::decode::{ElementBudget, FormatLimits, allowed};
use crate::format::{CodecError, Format};

/// Encodes a value, and refuses it if it has more elements than its bytes may hold.
///
/// That is known when the bytes are; only for the path of what is too many, all is written once more, up to there.
#[inline]
pub(in crate::format) fn counted<F: FormatLimits>(
    mut encode: impl FnMut(&ElementBudget) -> Result<usize, CodecError>,
) -> Result<(), CodecError> {
    let elements = ElementBudget::at_most(usize::MAX);
    let bytes = encode(&elements)?;
    let allowed = allowed::<F>(bytes);
    if elements.taken() <= allowed {
        return Ok(());
    }
    encode(&ElementBudget::at_most(allowed))?;
    Err(CodecError::new(format_args!("{}: {TOO_MANY}", <F as Format>::NAME)))
}
