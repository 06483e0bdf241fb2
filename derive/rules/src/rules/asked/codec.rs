//! A format lacks `Codec`.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0057",
    slug: "codec",
    kind: Kind::Capability("Codec"),
    concerns: Concerns::Every,
    summary: "the codec of `{Self}` is not compiled in",
    why: "what a format can carry is known without its crate; to encode a value the crate has to be there",
    help: "turn on its feature: `features = [\"ron\"]` in the line of wirecheck; there are `bincode` (on by default), `ron`, `json` and `postcard`",
    python: "`ModuleNotFoundError`, when the program runs",
    acceptable: false,
    fails: r#"fn write(job: &u32) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::new();
    AnyFormat::encode(job, &mut bytes)?;
    Ok(bytes)
}"#,
    passes: r#"fn write(job: &u32) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::new();
    Bincode::encode(job, &mut bytes)?;
    Ok(bytes)
}"#,
};
