use serde::{Deserialize, Serialize};
use wirecheck::{Error, Json, Pool, Sendable};

/// Change the limit, remove it, or leave it as it is.
#[derive(Serialize, Deserialize, Sendable)]
struct Patch {
    limit: Option<Option<u32>>,
}

fn run(pool: &Pool<Json>, patch: Patch) -> Result<bool, Error> {
    pool.submit(|patch: Patch| patch.limit == Some(None), patch)?.join()
}

fn main() {}
