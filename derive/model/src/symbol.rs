//! The words that `#[serde(..)]` and `#[sendable(..)]` take, for [`Attrs::serde`](crate::Attrs::serde) and the like.

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        $($(#[$doc])* #[doc = concat!("`", $word, "`.")] pub const $name: &str = $word;)*
    };
}

words! {
    SERDE = "serde";
    SENDABLE = "sendable";
}

// `sendable(..)`
words! {
    ACCEPT = "accept";
    CRATE = "crate";
    DUPLICATE = "duplicate";
    FORMATS = "formats";
    RECURSIVE = "recursive";
    SNAPSHOT = "snapshot";
    TRUST = "trust";
}

// `serde(..)`
words! {
    ALIAS = "alias";
    BORROW = "borrow";
    BOUND = "bound";
    CONTENT = "content";
    DEFAULT = "default";
    DENY_UNKNOWN_FIELDS = "deny_unknown_fields";
    DESERIALIZE = "deserialize";
    DESERIALIZE_WITH = "deserialize_with";
    FLATTEN = "flatten";
    FROM = "from";
    INTO = "into";
    OTHER = "other";
    REMOTE = "remote";
    RENAME = "rename";
    RENAME_ALL = "rename_all";
    RENAME_ALL_FIELDS = "rename_all_fields";
    SERIALIZE = "serialize";
    SERIALIZE_WITH = "serialize_with";
    SKIP = "skip";
    SKIP_DESERIALIZING = "skip_deserializing";
    SKIP_SERIALIZING = "skip_serializing";
    SKIP_SERIALIZING_IF = "skip_serializing_if";
    TAG = "tag";
    TRANSPARENT = "transparent";
    TRY_FROM = "try_from";
    UNTAGGED = "untagged";
    WITH = "with";
}
