//! What a format can do, as marker traits. Always there, whatever features are on.

/// A wire format.
pub trait Format: Copy + Default + Send + Sync + 'static {
    /// The name reports and errors print.
    const NAME: &'static str;
}

/// Answers `deserialize_any`.
pub trait SelfDescribing: Format {}
/// Writes field names.
pub trait NamedFields: Format {}
/// Keeps `Some(None)` apart from `None`.
pub trait NestedOptions: Format {}
/// Map keys of any type.
pub trait AnyMapKey: Format {}

/// The most permissive format: what it refuses, every format refuses.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnyFormat;
impl Format for AnyFormat {
    const NAME: &'static str = "any format";
}
impl SelfDescribing for AnyFormat {}
impl NamedFields for AnyFormat {}
impl NestedOptions for AnyFormat {}
impl AnyMapKey for AnyFormat {}
