//! url: hosts.
//!
//! Refused: `Url`. Its text is not always read as the same: `file://x/C:/` loses its host, and so do others after
//! `set_path` (`a:/./b`). Send the text, or vouch for the field if all you send is `http`.

use crate::format::BufferedOneForm;
use crate::sendable::refused::refuse;
use crate::sendable::shape::{Field, Fields, Shape};
use crate::sendable::{Sendable, sendable};
use std::net::{Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

sendable! {
    keys in AnyMapKey;
    [S] Host<S> => Shape::one_of(&[
        Shape::Fields(Fields::single(&[Field::new("Domain", S::SHAPE)])),
        Shape::Fields(Fields::single(&[Field::new("Ipv4", <Ipv4Addr as Sendable<F>>::SHAPE)])),
        Shape::Fields(Fields::single(&[Field::new("Ipv6", <Ipv6Addr as Sendable<F>>::SHAPE)])),
    ]), where [S: Sendable<F>, F: BufferedOneForm];
}

refuse! {
    /// Implemented by nobody: the text of some is read as another one.
    #[diagnostic::on_unimplemented(
        message = "[WC0103] `{T}` is written as text that is not always read as the same URL",
        label = "this URL may come back as another one",
        note = "why: `file://x/C:/` loses its host, and so do others after `set_path`, such as `a:/./b`",
        note = "help: send the text (`String::from(url)`)",
        note = "help: if all you send is `http` or `https`, vouch for the field with `#[sendable(trust(Json))]`",
        note = "more: `cargo wirecheck explain WC0103`"
    )]
    UnstableText;
    [] Url;
}
