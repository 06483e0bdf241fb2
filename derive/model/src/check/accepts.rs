//! Each `accept` has something to accept.

use crate::attr::Attrs;
use crate::container::{Body, Container};
use crate::diagnostic::Diagnostics;
use wirecheck_rules::rules::unused_accept;

/// One that accepts nothing would hide the next mistake there.
pub(super) fn unused(diagnostics: &Diagnostics, container: &Container<'_>) {
    let one = |attrs: &Attrs| {
        for accept in attrs.accept.iter().filter(|accept| !accept.is_used()) {
            diagnostics.report(&unused_accept::RULE, &accept.slug, format_args!("`{}`", accept.slug.value()));
        }
    };
    one(&container.attrs);
    if let Body::Enum(variants) = &container.body {
        variants.iter().for_each(|variant| one(&variant.attrs));
    }
    container.fields().for_each(|(_, field)| one(&field.attrs));
}
