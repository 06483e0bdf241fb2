//! Types whose author opted in, with `accept` or `trust`: measured, nothing promised.

themes! {
    accepts offered trusts
}
