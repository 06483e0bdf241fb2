use serde::{Deserialize, Serialize};
use wirecheck::format::Format;
use wirecheck::{Sendable, Shared};

#[derive(Clone, Copy, Default)]
struct OnDisk;
impl Format for OnDisk {
    const NAME: &'static str = "on-disk";
    type InBuffer = wirecheck::format::Buffered<Self>;
}

fn save<T: Sendable<OnDisk>>(_: &T) {}

#[derive(Serialize, Deserialize, Sendable)]
struct Run {
    name: String,
    samples: Shared<[f64]>,
}

fn run(samples: &Shared<[f64]>, run: &Run) {
    save(samples);
    save(run);
}

fn main() {}
