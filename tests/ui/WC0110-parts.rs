// WC0110: a hand-written `Sendable` inside a type that is marked `recursive`.

use serde::{Deserialize, Serialize};
use wirecheck::Sendable;
use wirecheck::format::Format;

#[derive(Serialize, Deserialize)]
struct Version(u32);
impl<F: Format> Sendable<F> for Version {}

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(recursive)]
struct Package {
    version: Version,
    needs: Vec<Need>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Need {
    package: Package,
}

fn main() {}
