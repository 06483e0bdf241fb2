use super::*;
use crate::matrix::Scale;
use crate::report::{Compat, Timing};
use std::fs;

/// Written by the program before schema 3.
const OF_SCHEMA_2: &str = r#"// Written by wirecheck 0.1.0. Times are seconds, of one run.
(
    schema: 2,
    generator: "wirecheck 0.1.0",
    unix_time: 1790000000,
    machine: (cpu: Some("a processor"), available: 2, logical: 4, physical: 2, memory: Some(8589934592), system: "linux x86_64", kernel: None),
    toolchain: (rustc: Some("rustc 1.95.0"), optimized: true),
    commit: Some("0123456789"),
    scale: full,
    workers: "available",
    cells: [
        (workload: "sums", backend: pool, format: "ron", transfer: Some("auto"), outcome: "pass", tasks: 4, workers: 2, start_up: 0.002, wall: 0.5, per_task: 0.125, speed_up: Some(1.9), efficiency: Some(0.95), sent: 10, received: 20, started: 0),
    ],
    sweep: [
        (size: 1024, way: "auto", rate: 1000000000.0, low: 900000000.0, high: 1100000000.0, runs: 5),
    ],
    advice: Some("above 96 KiB shared memory wins on this machine"),
)
"#;

/// Without transfer modes and sweep.
const OF_SCHEMA_1: &str = r#"(
    schema: 1, generator: "wirecheck 0.1.0", unix_time: 1,
    machine: (cpu: None, available: 1, logical: 1, physical: 1, memory: None, system: "linux x86_64", kernel: None),
    toolchain: (rustc: None, optimized: false), commit: None, scale: small, workers: "1",
    cells: [
        (workload: "sums", backend: inline, format: "memory", outcome: "pass", tasks: 4, workers: 1, start_up: 0.0, wall: 0.5, per_task: 0.125, speed_up: None, efficiency: None, sent: 0, received: 0, started: 0),
    ],
)"#;

fn timing(text: &str) -> Result<Option<Timing>, ReportError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("timing.ron");
    fs::write(&path, text).unwrap();
    Timing::read(&path)
}

#[test]
fn a_file_of_schema_2_is_read() {
    let timing = timing(OF_SCHEMA_2).unwrap().unwrap();
    let row = &timing.cells[0];
    assert_eq!((timing.schema, row.wall, row.runs, row.phases, row.peak_parent), (2, 0.5, 0, None, None));
    assert_eq!((row.transfer.as_deref(), row.advice.as_deref()), (Some("auto"), None));
    assert_eq!((row.speed_up, row.speed_up_low, timing.sections.len()), (Some(1.9), None, 0));
}

#[test]
fn a_file_of_schema_1_is_read() {
    let timing = timing(OF_SCHEMA_1).unwrap().unwrap();
    assert_eq!(
        (timing.cells.len(), timing.cells[0].transfer.is_none(), timing.scale),
        (1, true, Scale::Quick)
    );
}

#[test]
fn a_file_of_schema_3_is_read_without_its_sections() {
    let timing = timing(include_str!("examples/timing_schema_3.ron")).unwrap().unwrap();
    assert_eq!(
        (timing.schema, timing.scale, timing.cells.len(), timing.sections.len()),
        (3, Scale::Quick, 3, 0)
    );
    let row = &timing.cells[1];
    assert_eq!((row.runs, row.low, row.high, row.phases.is_some()), (5, 1.021053, 1.136843, true));
    assert_eq!(row.speed_up_estimate().unwrap().interval, None);
}

#[test]
fn what_is_written_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("timing.ron");
    let before = timing(OF_SCHEMA_2).unwrap().unwrap();
    before.write(&path).unwrap();
    assert_eq!(Timing::read(&path).unwrap(), Some(before));
    let everything: Timing = ron::from_str(include_str!("examples/timing.ron")).unwrap();
    assert_eq!((everything.schema, everything.sections.len()), (Timing::SCHEMA, 5));
    everything.write(&path).unwrap();
    assert_eq!(Timing::read(&path).unwrap(), Some(everything));
}

#[test]
fn a_newer_file_and_a_broken_one_have_different_errors() {
    let newer = timing("(schema: 99, rows: [])").unwrap_err().to_string();
    assert!(
        newer.contains("timing.ron has schema 99, and wirecheck ") && newer.contains("update wirecheck"),
        "{newer}"
    );
    let broken = timing("(schema: 2, cells: 3)").unwrap_err().to_string();
    assert!(broken.contains("is not a timing report ("), "{broken}");
    assert!(timing("(schema: 0)").unwrap_err().to_string().contains("has schema 0"));
}

#[test]
fn a_file_that_is_not_there_is_none() {
    let directory = tempfile::tempdir().unwrap();
    assert!(Timing::read(&directory.path().join("timing.ron")).unwrap().is_none());
    assert!(Compat::read(&directory.path().join("compat.ron")).unwrap().is_none());
    assert!(Compat::read(directory.path()).unwrap_err().to_string().contains("cannot be read: "));
}
