//! A format lacks `Codec`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0057",
    slug: "codec",
    reporter: Reporter::Capability("Codec"),
    concerns: Concerns::Every,
    summary: "the codec of `{Self}` is not compiled in",
    why: "what a format can carry is known without its crate; to encode a value the crate has to be there",
    help: "turn on the feature with its name in the line of wirecheck, such as `features = [\"ron\"]` for `Ron`; `formats` turns on all of them",
    python: "`ModuleNotFoundError`, when the program runs",
    acceptable: false,
    fails: r#"fn write<F: Codec>(job: &u32) -> Result<Vec<u8>, CodecError> {
    F::encode_to_vec(job)
}

fn main() -> Result<(), CodecError> {
    println!("{:?}", write::<AnyFormat>(&1)?);
    Ok(())
}"#,
    passes: r#"fn write<F: Codec>(job: &u32) -> Result<Vec<u8>, CodecError> {
    F::encode_to_vec(job)
}

fn main() -> Result<(), CodecError> {
    println!("{:?}", write::<Bincode>(&1)?);
    Ok(())
}"#,
};
