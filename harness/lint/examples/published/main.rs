//! Can the types of published crates travel? `cargo run -p wirecheck-lint --example published`.
//!
//! Cargo fetches the crates of `crates.ron`; none of their code is here. Each is surveyed as `cargo wirecheck lint` does it, and
//! its types are judged in the binary formats, whether or not they meet them. Somebody has looked at each finding; what he saw
//! is in `crates.ron`. A finding that is not there, or one there that is not found any more, fails the run. The table is a
//! section of `reports/ecosystem.md`.
//!
//! Names of crates as arguments run these alone and print what is found; `--keep` takes the rows of an earlier run that was
//! stopped. Needs the network, so no test runs it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

mod list;
mod package;
mod review;
mod row;
mod table;

#[path = "../../../../tests/ecosystem/sections.rs"]
mod sections;

use list::Pinned;
use review::Review;
use row::Row;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wirecheck_lint::wrapper;

fn main() -> ExitCode {
    if wrapper::is_wrapper() {
        let code = wrapper::run().map_err(|error| eprintln!("error: {error}")).unwrap_or(101);
        return ExitCode::from(u8::try_from(code).unwrap_or(101));
    }
    match run(std::env::args().skip(1).collect()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(wrong) => {
            eprintln!("{wrong} crates or findings are not as `crates.ron` has them");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// How much is not as the list has it.
fn run(arguments: Vec<String>) -> Result<usize, String> {
    let (options, names): (Vec<String>, Vec<String>) =
        arguments.into_iter().partition(|word| word.starts_with("--"));
    let keeps = options.iter().any(|option| option == "--keep");
    let work = workspace().join("target/published");
    let mut wrong = 0;
    let mut rows = Vec::new();
    for pinned in list::read()? {
        if !names.is_empty() && !names.contains(&pinned.name) {
            continue;
        }
        eprintln!("{} {}", pinned.name, pinned.version);
        let row = kept(&work, &pinned).filter(|_| keeps).map_or_else(|| make(&work, &pinned), Ok);
        match &row {
            Ok(row) => {
                let review = Review::new(&pinned, row);
                wrong += review.wrong();
                print!("{review}");
            }
            Err(error) => {
                wrong += 1;
                println!("{}: not surveyed: {error}", pinned.name);
            }
        }
        rows.push((pinned, row));
    }
    let section = table::markdown(&rows);
    if names.is_empty() {
        let path = workspace().join("reports/ecosystem.md");
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        put(&path, &sections::with_lint(&text, &section))?;
    } else {
        println!("{section}");
    }
    Ok(wrong)
}

fn make(work: &Path, pinned: &Pinned) -> Result<Row, String> {
    let folder = package::prepare(work, pinned)?;
    let row = Row::new(&folder, pinned)?;
    let text = ron::to_string(&row).map_err(|error| error.to_string())?;
    put(&row_path(work, pinned), &text)?;
    Ok(row)
}

/// The row of an earlier run.
fn kept(work: &Path, pinned: &Pinned) -> Option<Row> {
    ron::from_str::<Row>(&fs::read_to_string(row_path(work, pinned)).ok()?).ok()
}

fn row_path(work: &Path, pinned: &Pinned) -> PathBuf {
    work.join("rows").join(format!("{}-{}.ron", pinned.name, pinned.version))
}

fn workspace() -> &'static Path {
    let krate = Path::new(env!("CARGO_MANIFEST_DIR"));
    krate.ancestors().nth(2).unwrap_or(krate)
}

fn put(path: &Path, text: &str) -> Result<(), String> {
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fs::write(path, text)
    };
    write().map_err(|error| format!("{}: {error}", path.display()))
}
