//! A format lacks `SharesMemory`.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0059",
    slug: "shares-memory",
    kind: Kind::Capability("SharesMemory"),
    concerns: Concerns::Without("SharesMemory"),
    summary: "`{Self}` does not say that what a handle stands for is passed along with it",
    why: "a `Shared` is written as the number of its memory; the channels of `Pool` and `Spawn` hand that memory over, and bytes of `{Self}` may be read where nobody has it",
    help: "send it as `Bincode` or another format of this crate, or send the values: `shared.to_vec()`\nif this format of yours is only used as that of a `Pool` or `Spawn`, say so: `impl SharesMemory for .. {{}}`",
    python: "the name of a `SharedMemory` is pickled, and whoever reads it later fails with `FileNotFoundError`",
    acceptable: false,
    fails: r#"#[derive(Clone, Copy, Default)]
struct OnDisk;
impl Format for OnDisk {
    const NAME: &'static str = "on-disk";
}

fn save<T: Sendable<OnDisk>>(_: &T) {}

fn run(samples: &Shared<[f64]>) {
    save(samples);
}"#,
    passes: r#"#[derive(Clone, Copy, Default)]
struct OnDisk;
impl Format for OnDisk {
    const NAME: &'static str = "on-disk";
}

fn save<T: Sendable<OnDisk>>(_: &T) {}

fn run(samples: &Shared<[f64]>) {
    save(&samples.to_vec());
}"#,
};
