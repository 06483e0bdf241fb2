//! What `migrate --measure` costs: `cargo run --release -p wirecheck-lint --example shadow_cost`.
//!
//! Makes a program with two test programs: `busy` does nothing but write values with bincode, `usual` also reads and compares them.
//! Prints how long each takes alone and measured in five formats, built before, and how many of its values were compared.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};
use wirecheck_lint::Options;
use wirecheck_lint::migrate::{MeasureOptions, Measured, TARGETS, measure};

const MANIFEST: &str = "[package]\nname = \"costs\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n\
                        bincode = \"1.3.3\"\nserde = { version = \"1\", features = [\"derive\"] }\n\n[workspace]\n";

const LIB: &str = "use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    pub name: String,
    pub points: Vec<u32>,
    pub place: Option<(f64, f64)>,
}

pub fn state(number: u32) -> State {
    let points = (0..number % 50).map(|point| point * number).collect();
    State { name: format!(\"state {number}\"), points, place: (number % 2 == 0).then_some((0.5, f64::from(number))) }
}
";

const BUSY: &str = "#[test]
fn writes() {
    let states: Vec<costs::State> = (0..1000).map(costs::state).collect();
    for _ in 0..ROUNDS {
        for state in &states {
            assert!(!bincode::serialize(state).unwrap().is_empty());
        }
    }
}
";

const USUAL: &str = "#[test]
fn comes_back() {
    for _ in 0..ROUNDS {
        for number in 0..1000 {
            let state = costs::state(number);
            let bytes = bincode::serialize(&state).unwrap();
            assert_eq!(bincode::deserialize::<costs::State>(&bytes).unwrap(), state);
        }
    }
}
";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("wirecheck-shadow-cost-{}", std::process::id()));
    let files = [
        ("Cargo.toml", MANIFEST.to_owned()),
        ("src/lib.rs", LIB.to_owned()),
        ("tests/busy.rs", BUSY.replace("ROUNDS", "1000")),
        ("tests/usual.rs", USUAL.replace("ROUNDS", "300")),
    ];
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        fs::write(path, text)?;
    }
    let result = ["busy", "usual"].iter().try_for_each(|test| compared(&folder, test));
    fs::remove_dir_all(&folder)?;
    result
}

fn compared(folder: &Path, test: &str) -> Result<(), Box<dyn Error>> {
    let words = ["test", "--release", "--quiet", "--test", test];
    let alone = || -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        let status = Command::new("cargo").args(words).current_dir(folder).stdout(Stdio::null()).status()?;
        if status.success() { Ok(start.elapsed()) } else { Err(format!("the test `{test}` failed").into()) }
    };
    let options = MeasureOptions {
        options: Options { folder: Some(folder.to_owned()), ..Options::default() },
        command: std::iter::once("cargo").chain(words).map(Into::into).collect(),
        targets: TARGETS
            .iter()
            .filter(|target| !["bincode2-standard", "cbor"].contains(&target.name))
            .collect(),
    };
    let measured = || -> Result<(Duration, Measured), Box<dyn Error>> {
        let found = measure(&options)?;
        let time = Duration::from_millis(found.millis);
        if found.exit_code == Some(0) {
            Ok((time, found))
        } else {
            Err(format!("the test `{test}` failed").into())
        }
    };
    // The first of each builds.
    alone()?;
    measured()?;
    let (mut plain, mut shadowed) = (Vec::new(), Vec::new());
    let mut last = Measured::default();
    for _ in 0..5 {
        plain.push(alone()?);
        let (time, found) = measured()?;
        shadowed.push(time);
        last = found;
    }
    plain.sort();
    shadowed.sort();
    let (plain, shadowed) = (plain[2], shadowed[2]);
    let (passed, compared) =
        last.types.iter().fold((0, 0), |all, one| (all.0 + one.passed, all.1 + one.compared));
    println!(
        "{test}: {plain:.2?} alone, {shadowed:.2?} measured in {} formats: {:.2}x; {compared} of {passed} values compared",
        options.targets.len(),
        shadowed.as_secs_f64() / plain.as_secs_f64()
    );
    Ok(())
}
