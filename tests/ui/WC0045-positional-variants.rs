use serde::{Deserialize, Serialize};
use wirecheck::{Error, Json, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(rename(serialize = "go", deserialize = "run"))]
    Run,
    Wait,
}

fn run(pool: &Pool<Json>, step: Step) -> Result<bool, Error> {
    pool.submit(|step: Step| matches!(step, Step::Wait), step)?.join()
}

fn main() {}
