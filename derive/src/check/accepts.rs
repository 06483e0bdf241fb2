//! Every `accept` has a cause.

use crate::attr::Attrs;
use crate::diag::Ctxt;
use crate::model::{Body, Container};
use wirecheck_rules::rules::unused_accept;

/// One without a cause would hide the next mistake in its place.
pub(super) fn unused(ctxt: &Ctxt, container: &Container<'_>) {
    let one = |attrs: &Attrs| {
        for accept in attrs.accept.iter().filter(|accept| !accept.is_used()) {
            ctxt.report(&unused_accept::RULE, &accept.slug, format_args!("`{}`", accept.slug.value()));
        }
    };
    one(&container.attrs);
    if let Body::Enum(variants) = &container.body {
        variants.iter().for_each(|variant| one(&variant.attrs));
    }
    container.fields().for_each(|(_, field)| one(&field.attrs));
}
