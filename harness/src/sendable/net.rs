//! Network addresses: text where the format is, numbers otherwise. Sockets, and addresses that lose a part, are in
//! [`refused`](super::refused).

use super::sendable;
use super::shape::Shape;
use crate::format::OneForm;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4};

sendable! {
    keys in Format;
    [] Ipv4Addr => Shape::Text, where [F: OneForm];
    [] Ipv6Addr => Shape::Text, where [F: OneForm];
    [] IpAddr => Shape::Text, where [F: OneForm];
    [] SocketAddrV4 => Shape::Text, where [F: OneForm];
}
