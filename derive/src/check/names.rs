//! Names on the wire.

use crate::diag::Ctxt;
use crate::model::Container;
use crate::names::{conflicts, of_fields};
use crate::symbol::FLATTEN;

/// A struct with something flattened is a map, whose entries every format finds by their names. Elsewhere some formats
/// find fields by their position, so rustc asks the format.
pub(super) fn beside_flattened(ctxt: &Ctxt, container: &Container<'_>) {
    for (variant, fields) in container.groups() {
        if fields.iter().any(|field| field.attrs.has(FLATTEN)) {
            for conflict in conflicts(&of_fields(container, variant, fields)) {
                ctxt.report_at(conflict.rule, conflict.at, conflict.detail);
            }
        }
    }
}
