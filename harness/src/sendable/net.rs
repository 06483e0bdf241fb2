//! Network addresses: text where the format is, numbers otherwise. Sockets, and addresses that lose a part, are in
//! [`refused`](super::refused).

use super::sendable;
use super::shape::Shape;
use crate::format::BufferedOneForm;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4};

sendable! {
    keys in Format;
    [] Ipv4Addr => Shape::Text, where [F: BufferedOneForm];
    [] Ipv6Addr => Shape::Text, where [F: BufferedOneForm];
    [] IpAddr => Shape::Text, where [F: BufferedOneForm];
    [] SocketAddrV4 => Shape::Text, where [F: BufferedOneForm];
}
