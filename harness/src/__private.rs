//! What the expansion of the macros may name. Not public API: it changes with the macros.
//!
//! The module is named after the version of the crate, and so are the paths in expansions. Code that one version of
//! `wirecheck-derive` wrote compiles with the same version of `wirecheck`, and with no other:
//!
//! ```text
//! error[E0433]: cannot find `__private_0_1_0` in `wirecheck`
//! ```

pub use crate::format::AnyFormat;
#[cfg(feature = "trials")]
pub use crate::matrix::program::expansion as matrix;
pub use crate::sendable::shape::{
    Field, Fields, Others, Part, Shape, TellsApart, apart_as_lists, entries, flatten_denied, flattened,
    tagged, untagged, variants,
};
/// The comparisons of shapes as answers and not as failed builds: for tools that judge types without a compiler.
pub mod comparisons {
    pub use crate::sendable::shape::{Message, Shapes, confused, denied, overlap, tag_taken};
}
pub use crate::sendable::{
    BufferedDuplicatePart, BufferedPart, BufferedSnapshotPart, Duplicate, DuplicatePart, DuplicatesInBuffer,
    Flatten, HoldsInBuffer, Identity, Itself, ItselfInner, MapKey, NotNull, Proven, Snapshot, SnapshotPart,
    SnapshotsInBuffer, TextKey,
};
#[cfg(feature = "runtime")]
pub use crate::sys::before_main;
pub use crate::task::expansion::{CopiedCapture, Fine, Verdicts, ask, debug, listed, read, typed};
#[cfg(feature = "insta")]
pub use insta;
pub use serde::Serialize;
pub use serde::de::DeserializeOwned;
pub use wirecheck_derive::{closure, probe};

use crate::format::Format;
use crate::sendable::Sendable;

/// The macros name this module after the version, so it has to have that name.
const _: () = {
    let (found, expected) = (
        module_path!().as_bytes(),
        concat!(
            "wirecheck::__private_",
            env!("CARGO_PKG_VERSION_MAJOR"),
            "_",
            env!("CARGO_PKG_VERSION_MINOR"),
            "_",
            env!("CARGO_PKG_VERSION_PATCH")
        )
        .as_bytes(),
    );
    let mut at = 0;
    while at < found.len() && at < expected.len() && found[at] == expected[at] {
        at += 1;
    }
    assert!(
        at == found.len() && at == expected.len(),
        "the version has changed: rename this module in `lib.rs` and in the macros that use it"
    );
};

/// Nothing is known of it. A constant, which costs rustc less than the variant.
pub const ANY: Shape = Shape::Any;

/// Checks that some format can carry a field. `F` is a format, or [`Buffered`](crate::format::Buffered).
pub const fn sendable_field<T: Sendable<F>, F: Format>() -> Shape {
    T::SHAPE
}

/// Checks that all that is asked of a type or field holds in some format.
pub const fn proven<T: ?Sized + Proven>() {}

/// Checks that what an opt-in lists is a format.
pub const fn is_format<F: Format>() {}

/// Checks that a field can be flattened.
pub const fn flattened_field<T: Flatten<AnyFormat>>() {}

/// Checks that some format can carry the value in a field.
pub const fn snapshot_field<T: Snapshot<F>, F: Format>() {}

/// Checks that some format can carry the value behind a field.
pub const fn duplicated_field<T: Duplicate<F>, F: Format>() {}

/// Checks of a trusted field what does not depend on the format.
pub const fn trusted_field<T: Serialize + DeserializeOwned + Send + 'static>() {}

/// Checks that a field with its own code for the wire (`with`) can live in another process.
pub const fn vouched_field<T: Send + 'static>() {}

/// Takes a value of the type of std whose own test, such as `Vec::is_empty`, an attribute names: another type of this name does
/// not fit. A crate with `no_std` cannot name these types.
pub mod of_std {
    use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
    use std::marker::PhantomData;

    macro_rules! types {
        ($($name:ident $([$($parameter:ident),*])?: $ty:ty;)*) => {
            $(#[doc = concat!("`", stringify!($ty), "`.")] pub const fn $name $(<$($parameter),*>)? (_: &$ty) {})*
        };
    }

    types! {
        is_binary_heap[T]: BinaryHeap<T>;
        is_bool: bool;
        is_btree_map[K, V]: BTreeMap<K, V>;
        is_btree_set[T]: BTreeSet<T>;
        is_hash_map[K, V, S]: HashMap<K, V, S>;
        is_hash_set[T, S]: HashSet<T, S>;
        is_linked_list[T]: LinkedList<T>;
        is_option[T]: Option<T>;
        is_phantom[T]: PhantomData<T>;
        is_string: String;
        is_vec[T]: Vec<T>;
        is_vec_deque[T]: VecDeque<T>;
    }
}

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

/// [`Sendable`] as the condition of another impl. Of its supertraits only `Send`: rustc derives each of them from each
/// condition, and the other two take it long.
pub trait Held<F: Format>: Send {
    /// Its shape.
    const SHAPE: Shape;
}
impl<F: Format, T: Sendable<F>> Held<F> for T {
    const SHAPE: Shape = <T as Sendable<F>>::SHAPE;
}
