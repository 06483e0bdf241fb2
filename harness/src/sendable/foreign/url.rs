//! url: hosts.
//!
//! Not here: `Url`. Its text is not always read as the same: `file://x/C:/` loses its host, and so do others after
//! `set_path` (`a:/./b`). Send the text, or vouch for the field if all you send is `http`.

use crate::format::BufferedOneForm;
use crate::sendable::shape::{Field, Fields, Shape};
use crate::sendable::{Sendable, sendable};
use std::net::{Ipv4Addr, Ipv6Addr};
use url::Host;

sendable! {
    keys in AnyMapKey;
    [S] Host<S> => Shape::OneOf(&[
        Shape::Fields(&Fields::single(&[Field::new(&["Domain"], S::SHAPE)])),
        Shape::Fields(&Fields::single(&[Field::new(&["Ipv4"], <Ipv4Addr as Sendable<F>>::SHAPE)])),
        Shape::Fields(&Fields::single(&[Field::new(&["Ipv6"], <Ipv6Addr as Sendable<F>>::SHAPE)])),
    ]), where [S: Sendable<F>, F: BufferedOneForm];
}
