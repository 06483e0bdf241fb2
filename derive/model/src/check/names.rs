//! Names on the wire.

use crate::container::Container;
use crate::diagnostic::Diagnostics;
use crate::names::{conflicts, of_fields};
use crate::symbol::FLATTEN;

/// A struct with a flattened field is a map, and every format reads its entries by name. Elsewhere some formats read
/// fields by position, so the compiler asks the format.
pub(super) fn next_to_flattened(diagnostics: &Diagnostics, container: &Container<'_>) {
    for (variant, fields) in container.groups() {
        if fields.iter().any(|field| field.attrs.has(FLATTEN)) {
            for conflict in conflicts(&of_fields(container, variant, fields), None) {
                diagnostics.report_at(conflict.rule, conflict.at, conflict.detail);
            }
        }
    }
}
