use serde::{Deserialize, Serialize};
use wirecheck::{Error, Pool, Ron, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename = "max size")]
    max_size: u32,
}

fn run(pool: &Pool<Ron>, job: Job) -> Result<u32, Error> {
    pool.submit(|job: Job| job.max_size, job)?.join()
}

fn main() {}
