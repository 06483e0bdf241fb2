//! What `LosesScope` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0078",
    slug: "loses-scope",
    reporter: Reporter::Refusal("LosesScope"),
    concerns: Concerns::Every,
    summary: "`{T}` comes back without the flow information and scope of an IPv6 address",
    why: "serde writes the address and the port; a link-local address without its scope names another host",
    help: "send `(IpAddr, u16)`, or `SocketAddrV4`; if the scope is never set, vouch for the field with `#[sendable(trust(Bincode, Postcard, Json, Ron))]`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Peer {
    address: SocketAddr,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Peer {
    address: (IpAddr, u16),
}"#,
};
