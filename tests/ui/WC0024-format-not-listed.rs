use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Cbor, Ron, Sendable};

#[derive(Serialize, Deserialize)]
struct Version(u32);

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trust(Json, Cbor))]
    version: Version,
    #[serde(skip)]
    #[sendable(accept("skip", Cbor, Json))]
    cache: Vec<u8>,
}

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(formats(Json, Bincode))]
struct Checked {
    job: Job,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Renamed {
    #[serde(rename(serialize = "a", deserialize = "b"))]
    #[sendable(accept("split-rename", Json))]
    size: u32,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Misplaced {
    #[sendable(trust(String))]
    version: Version,
}

fn send<T: Sendable<F>, F: wirecheck::Format>() {}

fn main() {
    send::<Job, Cbor>();
    send::<Job, Ron>();
    // By position, names do not matter.
    send::<Renamed, Bincode>();
    send::<Renamed, Ron>();
}
