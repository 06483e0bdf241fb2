//! What is refused before any format is asked, one topic a file.

mod accepts;
mod names;
mod own_code;
mod shapes;
mod skips;

pub(crate) use skips::{has_one_value, known_test};

use crate::diag::Ctxt;
use crate::model::Container;

/// Runs every check. Only what needs a look at more than one word is here; the rest is [`attr`](crate::attr).
pub(crate) fn check(ctxt: &Ctxt, container: &Container<'_>) {
    shapes::lifetimes(ctxt, container);
    shapes::tagged(ctxt, container);
    shapes::decided_later(container);
    skips::fields(ctxt, container);
    skips::variants(ctxt, container);
    skips::conditional(ctxt, container);
    own_code::fields_and_variants(ctxt, container);
    own_code::conversions(ctxt, container);
    names::beside_flattened(ctxt, container);
    // Last: the checks above mark what they used.
    accepts::unused(ctxt, container);
}
