//! Network addresses. Sockets, and addresses that lose a part, are in [`refused`](super::refused).

use super::sendable;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4};

sendable! {
    keys in Format;
    [] Ipv4Addr;
    [] Ipv6Addr;
    [] IpAddr;
    [] SocketAddrV4;
}
