//! The trials of the crate: their names, that they pass, and that they are called as libtest's are.

use super::krate::{alone, cargo, end, folder, program, target};
use std::collections::BTreeSet;
use wirecheck::matrix::Outcome;
use wirecheck::report::Compat;

/// Every trial there should be.
fn names() -> Vec<String> {
    let mut names = vec!["coverage".to_owned(), "own::halves".to_owned()];
    let formats = ["bincode", "ron", "json"];
    for ty in ["Config", "Grid", "Id", "Point", "Reading", "Shape"] {
        names.extend(formats.map(|format| format!("types::{ty}::{format}")));
    }
    for task in ["cube", "inverse", "memory", "scale", "square"] {
        names.push(format!("tasks::{task}::thread::memory"));
        for backend in ["pool", "spawn"] {
            names.extend(formats.map(|format| format!("tasks::{task}::{backend}::{format}")));
        }
    }
    names.sort();
    names
}

#[test]
fn cargo_test_runs_every_cell_and_leaves_the_files_that_were_asked_for() {
    let _alone = alone();
    let files = target("downstream-files");
    let _ = std::fs::remove_dir_all(&files);
    let mut command = cargo(&["test", "--test", "wirecheck", "--features", "broken"], "downstream");
    command.arg("--").arg("--junit").arg(files.join("junit.xml")).arg("--report").arg(&files);
    let ended = end(command);
    assert_eq!(ended.is_good().trials("ok"), names());

    let junit = std::fs::read_to_string(files.join("junit.xml")).unwrap();
    for name in names() {
        assert!(junit.contains(&format!("<testcase name=\"{name}\"")), "{name}: {junit}");
    }
    assert!(junit.contains("failures=\"0\""), "{junit}");

    let compat = Compat::read(&files.join("compat.ron")).unwrap().unwrap();
    assert_eq!((compat.types.len(), compat.cells.len()), (18, 35));
    let page = std::fs::read_to_string(files.join("index.html")).unwrap();
    assert!(page.contains("Config") && page.contains("square") && files.join("compat.json").is_file());
    let config = compat.types.iter().find(|row| row.name == "Config" && row.format == "bincode").unwrap();
    assert!(!config.accepted && config.expected == "refused" && config.samples == 2);
    assert!(matches!(&config.outcome, Outcome::Refused { error } if error.starts_with("by the compiler")));
}

#[test]
fn the_trials_are_called_as_nextest_calls_them() {
    let _alone = alone();
    let list = program("wirecheck", &["--list", "--format", "terse"]);
    let mut listed: Vec<&str> =
        list.is_good().stdout.lines().map(|line| line.strip_suffix(": test").unwrap()).collect();
    listed.sort_unstable();
    assert_eq!(listed, names());
    let ignored = program("wirecheck", &["--list", "--format", "terse", "--ignored"]);
    assert_eq!(ignored.is_good().stdout.trim(), "");

    for name in ["types::Config::bincode", "tasks::scale::pool::json", "coverage"] {
        let one = program("wirecheck", &["--exact", name, "--nocapture"]);
        assert_eq!(one.is_good().trials("ok"), [name]);
    }
    assert_eq!(program("wirecheck", &["--exact", "types::Config"]).is_good().trials("ok"), [""; 0]);
}

#[test]
fn parts_are_chosen_as_with_libtest() {
    let _alone = alone();
    let of_square = program("wirecheck", &["square", "--skip", "spawn", "--test-threads=1", "--no-capture"]);
    let square: Vec<String> =
        names().into_iter().filter(|name| name.contains("square") && !name.contains("spawn")).collect();
    assert_eq!(of_square.is_good().trials("ok"), square);
    program("wirecheck", &["--junit"]).has_code(2);
    let nowhere = program("wirecheck", &["--junit=/dev/null/junit.xml", "--exact", "types::Point::ron"]);
    nowhere.has_code(3);
    assert!(nowhere.stderr.contains("error: /dev/null/junit.xml: "), "{}", nowhere.stderr);
}

#[test]
fn the_snapshots_are_those_of_the_cells() {
    let cells: BTreeSet<String> = names()
        .into_iter()
        .filter(|name| name.starts_with("t"))
        .map(|name| format!("{}.snap", name.replace("::", "-")))
        .collect();
    let entries = std::fs::read_dir(folder().join("tests/snapshots/wirecheck")).unwrap();
    let found: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(found, cells);
}

#[test]
fn the_macro_alone_is_a_program() {
    let _alone = alone();
    let names = [
        "coverage",
        "tasks::square::inline::memory",
        "tasks::square::pool::bincode",
        "tasks::square::pool::bincode::garbage",
        "tasks::square::pool::bincode::kill_before",
        "tasks::square::pool::bincode::kill_during",
        "types::Point::bincode",
    ];
    assert_eq!(program("plain", &[]).is_good().trials("ok"), names);
}
