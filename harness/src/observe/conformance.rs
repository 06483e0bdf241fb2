//! What a value writes, against what its type promises.

use crate::format::Format;
use crate::sendable::Sendable;
use crate::sendable::shape::{Shape, conforms, record};
use std::fmt;

/// Compares what `value` writes with what its type promises to write, as [`describe`](crate::sendable::describe()) lists it.
///
/// The derive reads the attributes of serde's derive, and a reader may be told apart from another by what they promise. If
/// the impls are by hand or by another macro, the promise may be wrong: say what is written with
/// `#[sendable(shape = "..")]`. [`matrix!`](crate::matrix!) compares every sample of its rows of types.
///
/// It sees only what the value contains: try one value of every variant. A value that cannot be written breaks no promise, and
/// one that is nested deeper than 128 levels is not compared.
/// A type that is text in some formats and binary in others promises its text form, and the binary one is not compared.
///
/// # Errors
/// The first part of the value that is written in another form.
///
/// ```
/// use serde::{Deserialize, Serialize, Serializer};
/// use wirecheck::observe::conformance;
/// use wirecheck::{Json, Sendable};
///
/// #[derive(Deserialize, Sendable)]
/// #[serde(from = "u8")]
/// # #[sendable(accept("one-sided-conversion", Json))]
/// enum Level {
///     Low,
/// }
/// # impl From<u8> for Level {
/// #     fn from(_: u8) -> Self {
/// #         Self::Low
/// #     }
/// # }
///
/// impl Serialize for Level {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         serializer.serialize_str("low")
///     }
/// }
///
/// let error = conformance::<Level, Json>(&Level::Low).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the value itself is promised as integer 0..=255, and written as the text \"low\": if its serde impls are not \
///      serde's derive, say what they write with `#[sendable(shape = \"..\")]`"
/// );
/// ```
pub fn conformance<T: Sendable<F>, F: Format>(value: &T) -> Result<(), ShapeMismatch> {
    let shape: Shape = T::SHAPE;
    for is_text in [true, false] {
        let Ok(written) = record(value, is_text) else { continue };
        conforms(&shape, &written, is_text).map_err(|differs| ShapeMismatch {
            path: differs.path,
            promised: differs.promised,
            written: differs.written,
        })?;
    }
    Ok(())
}

/// A part of a value is written in another form than its type promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeMismatch {
    path: String,
    promised: String,
    written: String,
}

impl ShapeMismatch {
    /// The path to the part: names and indices, such as `.jobs.3.id`; empty for the value itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the type promises.
    pub fn promised(&self) -> &str {
        &self.promised
    }

    /// What was written.
    pub fn written(&self) -> &str {
        &self.written
    }
}

impl fmt::Display for ShapeMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.trim_start_matches('.') {
            "" => f.write_str("the value itself")?,
            path => write!(f, "`{path}`")?,
        }
        write!(
            f,
            " is promised as {}, and written as {}: if its serde impls are not serde's derive, say what they write with \
             `#[sendable(shape = \"..\")]`",
            self.promised, self.written
        )
    }
}
impl std::error::Error for ShapeMismatch {}
