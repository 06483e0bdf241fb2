//! Functions, modules and types that generated attributes and fields name.

use crate::draw::Draw;
use crate::make::Make;

/// For `default = "made"`: a value that is not the default of the type.
pub fn made<T: Make>() -> T {
    T::make(&mut Draw::new(11, 7))
}

/// For `skip_serializing_if = "never"`.
pub fn never<T>(_: &T) -> bool {
    false
}

/// For `skip_serializing_if = "is_zero"`.
pub fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// For `with = "as_is"`: code of its own that changes nothing.
pub mod as_is {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// As the type itself.
    ///
    /// # Errors
    /// As the type itself.
    pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    /// As the type itself.
    ///
    /// # Errors
    /// As the type itself.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

bitflags::bitflags! {
    /// Flags with serde's derives.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
    pub struct Access: u8 {
        /// The first bit.
        const READ = 1;
        /// The second bit.
        const WRITE = 2;
    }
}
wirecheck::sendable_flags!(Access);
