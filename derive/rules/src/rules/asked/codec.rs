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
    help: "turn on its feature: `features = [\"ron\"]` in the line of wirecheck; there are `bincode` (on by default), `ron`, `json`, `postcard`, `messagepack`, `cbor` and `bitcode`",
    python: "`ModuleNotFoundError`, when the program runs",
    acceptable: false,
    fails: r#"fn write<F: Codec>(job: &u32) -> Result<Vec<u8>, CodecError> {
    let mut bytes = ByteSink::new();
    F::encode(job, &mut bytes)?;
    Ok(bytes.into_vec())
}

fn main() -> Result<(), CodecError> {
    println!("{:?}", write::<AnyFormat>(&1)?);
    Ok(())
}"#,
    passes: r#"fn write<F: Codec>(job: &u32) -> Result<Vec<u8>, CodecError> {
    let mut bytes = ByteSink::new();
    F::encode(job, &mut bytes)?;
    Ok(bytes.into_vec())
}

fn main() -> Result<(), CodecError> {
    println!("{:?}", write::<Bincode>(&1)?);
    Ok(())
}"#,
};
