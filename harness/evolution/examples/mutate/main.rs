//! Changes declarations at random, builds both versions, and holds what is said of each pair in each format against what happens:
//! `cargo run --release -p wirecheck-evolution --example mutate -- [PAIRS] [SEED]`.
//!
//! The table goes to `reports/evolution.md`; pairs about which something else was said than happens go to standard error.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod change;
mod program;
mod table;

use program::{Decl, Dice, text};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

/// How many changes are compiled at once.
const CHUNK: usize = 400;

fn main() -> io::Result<()> {
    let mut words = env::args().skip(1);
    let pairs: usize = words.next().and_then(|word| word.parse().ok()).unwrap_or(5000);
    let seed = words.next().and_then(|word| word.parse().ok()).unwrap_or(1);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let folder = root.join("target/evolution-mutate");
    let mut dice = Dice(seed);
    let mut table = table::Table::default();
    let mut left = pairs.div_ceil(2);
    while left > 0 {
        let now = left.min(CHUNK);
        left -= now;
        build(&folder, &root, &cases(&mut dice, now))?;
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["run", "--quiet"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err(io::Error::other("the generated program did not end well"));
        }
        table.add(&String::from_utf8_lossy(&output.stdout));
        eprintln!("{}", table.line());
    }
    let command = format!("cargo run --release -p wirecheck-evolution --example mutate -- {pairs} {seed}");
    fs::write(root.join("reports/evolution.md"), table.page(&command))?;
    println!("{}", table.line());
    Ok(())
}

/// A kind of change, and both versions.
type Case = (&'static str, Vec<Decl>, Vec<Decl>);

fn cases(dice: &mut Dice, len: usize) -> Vec<Case> {
    let mut found = Vec::new();
    let mut kinds = change::KINDS.iter().cycle();
    while found.len() < len {
        let old = program::program(dice);
        if program::lists_nothing(&old) {
            continue;
        }
        for _ in 0..8 {
            let Some(kind) = kinds.next() else { break };
            if let Some(new) = change::changed(dice, &old, kind)
                .filter(|new| found.len() < len && !program::lists_nothing(new))
            {
                found.push((*kind, old.clone(), new));
            }
        }
    }
    found
}

const DERIVE: &str = "#[derive(serde::Serialize, serde::Deserialize)] ";

/// Writes the program.
fn build(folder: &Path, root: &Path, cases: &[Case]) -> io::Result<()> {
    let mut code = String::from("use crate::{Version, read};\n");
    let mut list = String::new();
    let mut known: Vec<&Vec<Decl>> = Vec::new();
    let place = |decls: &Vec<Decl>, known: &[&Vec<Decl>], code: &mut String| -> usize {
        known.iter().position(|other| *other == decls).unwrap_or_else(|| {
            let at = known.len();
            let _ = writeln!(
                code,
                "mod m{at} {{ use std::collections::BTreeMap; {} pub fn version() -> crate::Version {{ crate::Version {{ text: \
                 {:?}, read: crate::read::<Root> }} }} }}",
                text(decls, DERIVE),
                text(decls, "")
            );
            at
        })
    };
    for (kind, old, new) in cases {
        let was = place(old, &known, &mut code);
        if was == known.len() {
            known.push(old);
        }
        let is = place(new, &known, &mut code);
        if is == known.len() {
            known.push(new);
        }
        let _ = writeln!(list, "        ({kind:?}, m{was}::version(), m{is}::version()),");
        let _ = writeln!(
            list,
            "        ({:?}, m{is}::version(), m{was}::version()),",
            format!("{kind} (old reads new)")
        );
    }
    let _ = writeln!(
        code,
        "pub fn cases() -> Vec<(&'static str, Version, Version)> {{\n    vec![\n{list}    ]\n}}"
    );
    let source: PathBuf = folder.join("src");
    fs::create_dir_all(&source)?;
    fs::write(source.join("cases.rs"), code)?;
    fs::write(source.join("main.rs"), include_str!("runner.rs"))?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"mutated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nerased-serde = \"0.4\"\nserde = {{ \
             version = \"1\", features = [\"derive\"] }}\nwirecheck-evolution = {{ path = {:?} }}\n\n[profile.dev]\ndebug = false\n\n\
             [profile.dev.package.\"*\"]\nopt-level = 2\n\n[workspace]\n",
            root.join("harness/evolution")
        ),
    )
}
