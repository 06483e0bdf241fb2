//! The author's own code for a field.

use wirecheck_model::Attrs;
use wirecheck_model::container::{Field, Variant};
use wirecheck_model::symbol::{DESERIALIZE_WITH, SERIALIZE_WITH, WITH};

/// Whether the author's own code writes or reads a field.
pub(crate) fn has_own_code(variant: Option<&Variant<'_>>, field: &Field<'_>) -> bool {
    let has = |attrs: &Attrs| [WITH, SERIALIZE_WITH, DESERIALIZE_WITH].iter().any(|word| attrs.has(word));
    has(&field.attrs) || variant.is_some_and(|variant| has(&variant.attrs))
}
