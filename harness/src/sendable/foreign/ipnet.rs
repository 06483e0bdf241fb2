//! ipnet: text where the format is, numbers otherwise. The bits after the prefix are kept.

use crate::format::BufferedOneForm;
use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

sendable! {
    keys in Format;
    [] IpNet => Shape::Text, where [F: BufferedOneForm];
    [] Ipv4Net => Shape::Text, where [F: BufferedOneForm];
    [] Ipv6Net => Shape::Text, where [F: BufferedOneForm];
}
