use serde::{Deserialize, Serialize};
use wirecheck::{Error, Json, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    done: Option<Done>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Done;

fn run(pool: &Pool<Json>, job: Job) -> Result<bool, Error> {
    pool.submit(|job: Job| job.done.is_some(), job)?.join()
}

fn main() {}
