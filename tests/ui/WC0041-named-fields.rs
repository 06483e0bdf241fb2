use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Error, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    size: u32,
}

fn run(pool: &Pool<Bincode>, job: Job) -> Result<u32, Error> {
    pool.submit(|job: Job| job.size, job)?.join()
}

fn main() {}
