use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Job {
    job_size: u32,
    #[serde(rename = "jobSize")]
    other: u32,
}

#[derive(Sendable, Serialize, Deserialize)]
enum Step {
    Run,
    #[serde(rename = "Run")]
    Walk,
}

fn main() {}
