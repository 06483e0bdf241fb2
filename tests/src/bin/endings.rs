//! A program with workers that ends in the way it is told to: `endings HOW BACKEND`. Its workers say who they are.

#[path = "../../support/mod.rs"]
mod support;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::io::{BufRead as _, Write as _};
use std::sync::LazyLock;
use std::time::Duration;
use wirecheck::{AnyBackend, Backend as _, Error, Pool, Spawn};

/// Never dropped, as statics are.
static POOL: LazyLock<Result<Pool, Error>> = LazyLock::new(|| Pool::builder().workers(3).build());

fn say(pid: u32) {
    let _ = writeln!(std::io::stdout(), "{pid}");
}

fn nap(seconds: u64) {
    say(std::process::id());
    std::thread::sleep(Duration::from_secs(seconds));
}

/// Ends the process that writes it, or the one that reads it if that is no worker.
struct Last {
    writing: bool,
    made_by: u32,
}

impl wirecheck::Sendable for Last {}

impl Serialize for Last {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.writing {
            std::process::exit(3);
        }
        self.made_by.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Last {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let made_by = u32::deserialize(deserializer)?;
        if made_by != std::process::id() {
            std::process::exit(3);
        }
        Ok(Self { writing: false, made_by })
    }
}

fn take(last: Last) -> u32 {
    last.made_by
}

fn give(_: u32) -> Last {
    Last { writing: false, made_by: std::process::id() }
}

fn main() -> Result<(), Error> {
    wirecheck::init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [how, backend] = arguments.as_slice() else {
        return Ok(());
    };
    let backend = match (backend.as_str(), &*POOL) {
        ("spawn", _) => AnyBackend::Spawn(Spawn::builder().workers(3).build()?),
        (_, Ok(pool)) => AnyBackend::Pool(pool.clone()),
        (_, Err(error)) => panic!("{error}"),
    };
    if how == "idle" {
        support::children().iter().filter_map(|pid| pid.parse().ok()).for_each(say);
    } else {
        for _ in 0..2 {
            drop(backend.submit(nap, 300_u64)?);
        }
    }
    // Whoever started this has seen the workers, and says when it is to go on.
    let _ = std::io::stdin().lock().read_line(&mut String::new());
    match how.as_str() {
        "exit-writing" => drop(backend.map(take, [Last { writing: true, made_by: 0 }])?),
        "exit-reading" => drop(backend.map(give, [0])?),
        "panic" => panic!("the last words of the program"),
        _ => {}
    }
    // The handle goes, the pool's other one in the static stays.
    Ok(())
}
