//! Where types and formats meet.

use super::{Package, Place, Side};
use serde::{Deserialize, Serialize};

/// A type is written by a serializer, or read by a deserializer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Meeting {
    /// The name of the type, as in [`TypeNote::name`](super::TypeNote::name).
    pub type_name: String,
    /// Which of the two.
    pub side: Side,
    /// The name of the serializer or deserializer, out of serde's and others' wrappers.
    pub serializer: String,
    /// The format, by the names of `wirecheck_rules::FORMATS`; of others, the crate of the serializer; none where the name
    /// does not tell it (a buffer, `dyn`).
    pub format: Option<String>,
    /// Whether a buffer of serde (an untagged enum, `flatten` ..) stands between the two.
    pub is_buffered: bool,
    /// Whether it may never happen: the type is written or read behind `dyn`, and something behind `dyn` meets the format.
    pub is_possible: bool,
}

/// A call that brings a type to a format.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Root {
    /// The type that is written or read.
    pub type_name: String,
    /// Which of the two.
    pub side: Side,
    /// As in [`Meeting::format`].
    pub format: Option<String>,
    /// The function of the format: `bincode::serialize`.
    pub function: String,
    /// The call of the function.
    pub call: Place,
    /// If that stands in a generic function: where its type is chosen, the outermost call that was found.
    pub chosen: Option<Place>,
    /// Whose code the call is.
    pub package: Package,
    /// The function with its arguments: `bincode::serialize_into::<&mut std::fs::File, app::State>`.
    pub full: String,
}
