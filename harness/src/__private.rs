//! What the expansion of the macros may name. Not public API: it changes with the macros, in step.

pub use crate::format::AnyFormat;
#[cfg(feature = "trials")]
pub use crate::matrix::program::expansion as matrix;
pub use crate::sendable::shape::{Field, Fields, Others, Part, Shape, flattened, tagged, untagged};
pub use crate::sendable::{Duplicate, Flatten, MapKey, NotNull, Recursive, RecursiveInner, Snapshot};
#[cfg(feature = "runtime")]
pub use crate::sys::before_main;
pub use crate::task::expansion::{CopiedCapture, Fine, Verdicts, ask, debug, listed, read, typed};
#[cfg(feature = "insta")]
pub use insta;
pub use serde::Serialize;
pub use serde::de::DeserializeOwned;
pub use wirecheck_derive::closure;

use crate::format::Format;
use crate::sendable::Sendable;

/// Asks that some format can carry a field; for the format `F`, or [`Buffered`](crate::format::Buffered).
pub const fn sendable_field<T: Sendable<F>, F: Format>() -> Shape {
    T::SHAPE
}

/// Asks that a field can be flattened.
pub const fn flattened_field<T: Flatten<AnyFormat>>() {}

/// Asks that some format can carry the value in a field.
pub const fn snapshot_field<T: Snapshot<F>, F: Format>() {}

/// Asks that some format can carry the value behind a field.
pub const fn duplicated_field<T: Duplicate<F>, F: Format>() {}

/// Asks of a trusted field what can be asked without knowing its type.
pub const fn trusted_field<T: Serialize + DeserializeOwned + Send + 'static>() {}

/// Asks of a field with code of its own for the wire (`with`) that it can live on the other side.
pub const fn vouched_field<T: Send + 'static>() {}

/// The crate of a matrix. Only here matrices and reports meet: the report of a run is written by code that a matrix does not know.
#[cfg(feature = "trials")]
pub fn test_crate(
    manifest: &'static str,
    package: &'static str,
    krate: &'static str,
) -> crate::matrix::TestCrate {
    let origin = crate::matrix::TestCrate::new(manifest, package, krate);
    #[cfg(feature = "report")]
    let origin = origin.reporting(crate::report::write_test_run);
    origin
}
