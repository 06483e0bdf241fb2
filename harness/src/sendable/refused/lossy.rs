//! Types whose serde impl drops a part of the value, or that count from a start of this process.

use super::refuse;
use std::net::{SocketAddr, SocketAddrV6};
use std::ops::RangeInclusive;
use std::time::Instant;

refuse! {
    /// Implemented by nobody: every process has its own clock.
    #[diagnostic::on_unimplemented(
        message = "[WC0077] `{T}` counts from a point in time that only this process knows",
        label = "a monotonic time does not cross a process boundary",
        note = "why: the number behind it has no meaning in another process, let alone on another machine",
        note = "python: `time.monotonic()` is a plain float, so it is sent, and is then compared with another clock",
        note = "help: send a `SystemTime`, or the elapsed `Duration`",
        note = "more: `cargo wirecheck explain WC0077`"
    )]
    LocalClock;
    [] Instant;
}

// `SocketAddr` goes with `SocketAddrV6`: the rule is that a value comes back equal or fails to encode, and an enum
// that keeps its promise for one variant does not keep it.
refuse! {
    /// Implemented by nobody: serde writes address and port only.
    #[diagnostic::on_unimplemented(
        message = "[WC0078] `{T}` comes back without the flow information and scope of an IPv6 address",
        label = "serde does not write all of this value",
        note = "why: serde writes the address and the port; a link-local address without its scope names another host",
        note = "help: send `(IpAddr, u16)`, or `SocketAddrV4`; if the scope is never set, vouch for the field with \
                `#[sendable(trust(Bincode, Postcard, Json, Ron))]`",
        note = "more: `cargo wirecheck explain WC0078`"
    )]
    LosesScope;
    [] SocketAddr;
    [] SocketAddrV6;
}

refuse! {
    /// Implemented by nobody: serde writes both ends only.
    #[diagnostic::on_unimplemented(
        message = "[WC0079] `{T}` comes back full if it was already used up",
        label = "serde does not write all of this value",
        note = "why: a used-up range remembers so in a flag that is not written, and the other process counts once \
                more",
        note = "python: `range` objects are not used up, so pickle has no such loss",
        note = "help: send a half-open `Range`, or both ends as a tuple",
        note = "more: `cargo wirecheck explain WC0079`"
    )]
    LosesExhaustion;
    [T: 'static,] RangeInclusive<T>;
}
