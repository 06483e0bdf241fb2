//! Limits the number of elements to what is read back, in formats where some elements take no bytes.

use super::TOO_MANY;
use super::decode::{ElementBudget, FormatLimits, allowed};
use crate::format::{CodecError, Format};

/// Encodes a value, and refuses it if it has more elements than its bytes may hold.
///
/// The limit is known once the value is written. Only where there are too many is it written again, up to the one that is too
/// many: that is for the path in the error.
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
