//! Prints what is found in a program: `cargo run -p wirecheck-lint --example survey -- FOLDER [--summary] [cargo's arguments]`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;
use std::time::Instant;
use wirecheck_lint::{Options, survey, wrapper};

fn main() -> ExitCode {
    if wrapper::is_wrapper() {
        return match wrapper::run() {
            Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(101)),
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::from(101)
            }
        };
    }
    let mut words = std::env::args_os().skip(1);
    let folder = words.next().map(Into::into);
    let (flags, cargo): (Vec<_>, Vec<_>) = words.partition(|word| word == "--summary");
    let start = Instant::now();
    let found = match survey(&Options { folder, cargo, ..Options::default() }) {
        Ok(found) => found,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(error.exit_code());
        }
    };
    if flags.is_empty() {
        for source in &found.sources {
            println!(
                "source {} of {} {}:\n{}",
                source.place, source.package.name, source.package.version, source.text
            );
        }
        for note in &found.types {
            println!("type {note:?}");
        }
        for met in &found.meetings {
            println!("meeting {met:?}");
        }
    }
    for root in &found.roots {
        let chosen = root.chosen.as_ref().map(|place| format!(", chosen at {place}")).unwrap_or_default();
        let format = root.format.as_deref().unwrap_or("?");
        println!(
            "root {:?} {} {format}: {} at {}{chosen} ({})",
            root.side, root.type_name, root.full, root.call, root.package.name
        );
    }
    for dark in &found.unseen {
        let place = dark.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
        println!("unseen {}{place}: {}", dark.what, dark.reason);
    }
    println!(
        "{} sources, {} types, {} meetings, {} roots, {} unseen in {:.1?}",
        found.sources.len(),
        found.types.len(),
        found.meetings.len(),
        found.roots.len(),
        found.unseen.len(),
        start.elapsed()
    );
    ExitCode::SUCCESS
}
