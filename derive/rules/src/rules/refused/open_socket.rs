//! What `OpenSocket` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0071",
    slug: "open-socket",
    reporter: Reporter::Refusal("OpenSocket"),
    concerns: Concerns::Every,
    summary: "`{T}` is an open socket of this process; another process does not have the connection",
    why: "the connection belongs to a descriptor of this process, which is a number without meaning elsewhere",
    help: "send the address and connect in the task, or do the input and output here and send the bytes",
    python: "`TypeError: cannot pickle 'socket' object`",
    acceptable: false,
    fails: r#"fn port(pool: &Pool, peer: TcpStream) -> Result<bool, Error> {
    pool.submit(closure!(|| peer.peer_addr().is_ok()), ())?.join()
}"#,
    passes: r#"fn port(pool: &Pool, peer: (IpAddr, u16)) -> Result<bool, Error> {
    pool.submit(closure!(|| TcpStream::connect(peer).is_ok()), ())?.join()
}"#,
};
