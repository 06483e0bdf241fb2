use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Error, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}

fn run(pool: &Pool<Bincode>, job: Job) -> Result<u32, Error> {
    pool.submit(|job: Job| job.size, job)?.join()
}

fn main() {}
