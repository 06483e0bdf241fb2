use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Error, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(skip)]
    Draft,
    Run(u32),
    Wait,
}

fn run(pool: &Pool<Bincode>, step: Step) -> Result<bool, Error> {
    pool.submit(|step: Step| matches!(step, Step::Wait), step)?.join()
}

fn main() {}
