//! The derive over published crates, which cargo downloads: `cargo run -p wirecheck-tests --example ecosystem`.
//!
//! Writes `reports/ecosystem.md`. Names of crates as arguments run these alone and print the table; `--no-times` measures no
//! times; `--keep` takes the rows of an earlier run that was stopped, or in which a crate failed. Each build has limits of
//! memory and time, and a crate that meets one has a row that says so. Needs the network, so no test runs it;
//! `tests/ecosystem.rs` tries its parts on a crate of our own.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

#[path = "mod.rs"]
mod ecosystem;

use ecosystem::krate::{Builds, Krate, Pinned, fetch, workspace};
use ecosystem::report::{Row, markdown};
use ecosystem::{Failed, author, cells, sections, timing};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match measure(std::env::args().skip(1).collect()) {
        Ok(broken) => ExitCode::from(u8::from(broken > 0)),
        Err(failed) => {
            eprintln!("{failed}");
            ExitCode::FAILURE
        }
    }
}

/// The number of broken cells.
fn measure(arguments: Vec<String>) -> Result<usize, Failed> {
    let (options, names): (Vec<String>, Vec<String>) =
        arguments.into_iter().partition(|it| it.starts_with("--"));
    let keeps = options.iter().any(|option| option == "--keep");
    let takes_times = !options.iter().any(|option| option == "--no-times");
    let work = workspace().join("target/ecosystem");
    let text = include_str!("crates.ron");
    let mut pinned: Vec<Pinned> = ron::from_str(text).map_err(Failed::new)?;
    pinned.retain(|it| names.is_empty() || names.contains(&it.name));
    let mut crates = Vec::new();
    let mut text = String::new();
    for pinned in pinned {
        eprintln!("{} {}", pinned.name, pinned.version);
        let path = work.join("rows").join(format!("{}.ron", pinned.name));
        let known = std::fs::read_to_string(&path).ok().filter(|_| keeps);
        let known =
            known.and_then(|text| ron::from_str::<Row>(&text).ok()).filter(|row| row.pinned == pinned);
        let row = known.map_or_else(|| row(&work, pinned.clone(), takes_times), Ok);
        if let Ok(row) = &row
            && takes_times
        {
            std::fs::create_dir_all(work.join("rows")).map_err(Failed::new)?;
            std::fs::write(&path, ron::to_string(row).map_err(Failed::new)?).map_err(Failed::new)?;
        }
        crates.push((pinned, row));
        text = markdown(&crates);
        // After each crate: the run takes an hour, and what there is counts.
        if names.is_empty() && takes_times {
            let path = workspace().join("reports/ecosystem.md");
            let old = std::fs::read_to_string(&path).unwrap_or_default();
            std::fs::write(&path, sections::with_derive(&old, &text)).map_err(Failed::new)?;
        }
    }
    println!("{text}");
    let broken = |(pinned, row): &(Pinned, Result<Row, Failed>)| match row {
        Ok(row) => Ok(row.broken().count()),
        Err(failed) => Err(Failed::new(format!("{}: {failed}", pinned.name))),
    };
    crates.iter().map(broken).sum()
}

fn row(work: &Path, pinned: Pinned, takes_times: bool) -> Result<Row, Failed> {
    let from = fetch(work, &pinned)?;
    let builds = Builds { target: work.join("target"), is_offline: false, caps_lints: true };
    let mut krate = Krate::copy(work, &from, &pinned, &builds)?;
    let mut outcome = author::derive(&mut krate)?;
    let mut cells = cells::run(&mut krate, &outcome)?;
    while author::take_back(&mut krate, &mut outcome, &cells)? {
        cells = cells::run(&mut krate, &outcome)?;
    }
    let times = if takes_times { timing::measure(&mut krate)? } else { (0.0, 0.0) };
    Ok(Row::new(pinned, &krate, &outcome, cells, times))
}
