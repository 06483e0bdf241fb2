//! ipnet: text where the format is, numbers otherwise. The bits after the prefix are kept.

use crate::format::OneForm;
use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

sendable! {
    keys in Format;
    [] IpNet => Shape::Text, where [F: OneForm];
    [] Ipv4Net => Shape::Text, where [F: OneForm];
    [] Ipv6Net => Shape::Text, where [F: OneForm];
}
