use serde::{Deserialize, Serialize};
use wirecheck::{Error, Json, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename(serialize = "from", deserialize = "to"))]
    size: u32,
}

fn run(pool: &Pool<Json>, job: Job) -> Result<u32, Error> {
    pool.submit(|job: Job| job.size, job)?.join()
}

fn main() {}
