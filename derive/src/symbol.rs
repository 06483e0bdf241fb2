//! The words of attributes.

pub(crate) const SERDE: &str = "serde";
pub(crate) const SENDABLE: &str = "sendable";

// `sendable(..)`
pub(crate) const ACCEPT: &str = "accept";
pub(crate) const CRATE: &str = "crate";
pub(crate) const DUPLICATE: &str = "duplicate";
pub(crate) const FORMATS: &str = "formats";
pub(crate) const RECURSIVE: &str = "recursive";
pub(crate) const SNAPSHOT: &str = "snapshot";
pub(crate) const TRUST: &str = "trust";

// `serde(..)`
pub(crate) const BOUND: &str = "bound";
pub(crate) const CONTENT: &str = "content";
pub(crate) const DEFAULT: &str = "default";
pub(crate) const DENY_UNKNOWN_FIELDS: &str = "deny_unknown_fields";
pub(crate) const DESERIALIZE: &str = "deserialize";
pub(crate) const DESERIALIZE_WITH: &str = "deserialize_with";
pub(crate) const FLATTEN: &str = "flatten";
pub(crate) const FROM: &str = "from";
pub(crate) const INTO: &str = "into";
pub(crate) const OTHER: &str = "other";
pub(crate) const RENAME: &str = "rename";
pub(crate) const RENAME_ALL: &str = "rename_all";
pub(crate) const RENAME_ALL_FIELDS: &str = "rename_all_fields";
pub(crate) const SERIALIZE: &str = "serialize";
pub(crate) const SERIALIZE_WITH: &str = "serialize_with";
pub(crate) const SKIP: &str = "skip";
pub(crate) const SKIP_DESERIALIZING: &str = "skip_deserializing";
pub(crate) const SKIP_SERIALIZING: &str = "skip_serializing";
pub(crate) const SKIP_SERIALIZING_IF: &str = "skip_serializing_if";
pub(crate) const ALIAS: &str = "alias";
pub(crate) const TAG: &str = "tag";
pub(crate) const TRANSPARENT: &str = "transparent";
pub(crate) const TRY_FROM: &str = "try_from";
pub(crate) const UNTAGGED: &str = "untagged";
pub(crate) const WITH: &str = "with";
