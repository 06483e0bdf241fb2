use serde::{Deserialize, Serialize};
use wirecheck::{Cbor, Error, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(flatten)]
    step: Step,
}

#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Wait,
    Run { times: u32 },
}

fn run(pool: &Pool<Cbor>, job: Job) -> Result<u32, Error> {
    pool.submit(|job: Job| job.size, job)?.join()
}

fn main() {}
