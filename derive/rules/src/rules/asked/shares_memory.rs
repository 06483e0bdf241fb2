//! A format lacks `SharesMemory`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0059",
    slug: "shares-memory",
    reporter: Reporter::Capability("SharesMemory"),
    concerns: Concerns::Without("SharesMemory"),
    summary: "`{Self}` does not promise that shared memory is passed along with its handle",
    why: "a `Shared` is written as the number of its memory; `Pool` and `Spawn` pass that memory along, but bytes of `{Self}` may be read where nobody has it",
    help: "send it as `Bincode` or another format of this crate, or send the values: `shared.to_vec()`\nif you use this format of yours with `Pool` and `Spawn` only, declare it: `impl SharesMemory for .. {{}}`",
    python: "the name of a `SharedMemory` is pickled, and a later reader fails with `FileNotFoundError`",
    acceptable: false,
    fails: r#"#[derive(Clone, Copy, Default)]
struct OnDisk;
impl Format for OnDisk {
    const NAME: &'static str = "on-disk";
    type InBuffer = wirecheck::format::Buffered<Self>;
}

fn save<T: Sendable<OnDisk>>(_: &T) {}

fn run(samples: &Shared<[f64]>) {
    save(samples);
}"#,
    passes: r#"#[derive(Clone, Copy, Default)]
struct OnDisk;
impl Format for OnDisk {
    const NAME: &'static str = "on-disk";
    type InBuffer = wirecheck::format::Buffered<Self>;
}

fn save<T: Sendable<OnDisk>>(_: &T) {}

fn run(samples: &Shared<[f64]>) {
    save(&samples.to_vec());
}"#,
};
