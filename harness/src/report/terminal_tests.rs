use super::*;
use crate::matrix::{BackendKind, Cell, Difference, Expected, Outcome};
use std::time::Duration;

fn reports() -> Vec<CellReport> {
    let report = |backend, format, outcome, millis| {
        let cell = Cell { workload: "sleep_map_captured", backend, format, transfer: None, fault: None };
        CellReport {
            tasks: 24,
            workers: if backend == BackendKind::Inline { 1 } else { 64 },
            wall: Duration::from_millis(millis),
            sent: 123_456_789,
            received: 987_654_321,
            ..CellReport::new(cell, Expected::Pass, outcome)
        }
    };
    let difference = Difference { index: 3, expected: Some("1".into()), got: None };
    vec![
        report(BackendKind::Inline, "memory", Outcome::Pass, 123_456),
        report(BackendKind::Pool, "postcard", Outcome::Pass, 999),
        report(BackendKind::Spawn, "bincode", Outcome::Wrong(difference), 1),
    ]
}

fn about() -> About {
    let published =
        Some("2.4 s alone, 302 ms on a pool of 8, 309 ms with lambdas, and more words than fit a line");
    About { name: "sleep_map_captured", about: "sleeps", published }
}

#[test]
fn fits_eighty_columns() {
    let text = Terminal::new(false).block(&about(), &reports());
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
    assert!(text.contains("published: 2.4 s alone"), "{text}");
}

#[test]
fn shows_figures_only_of_cells_that_passed() {
    let text = Terminal::new(false).block(&about(), &reports());
    let row = |name: &str| {
        text.lines().find(|line| line.contains(name)).unwrap().split_whitespace().collect::<Vec<_>>()
    };
    assert_eq!(row("postcard")[3..], ["999", "ms", "124", "(one", "run)", "1.11", "GB", "41.6", "ms"]);
    assert_eq!(row("bincode"), ["spawn", "bincode", "wrong"]);
}

#[test]
fn the_transfer_mode_has_its_own_column() {
    let mut reports = reports();
    reports[1].cell.transfer = Some(Transfer::SharedMemory);
    let text = Terminal::new(false).block(&about(), &reports);
    assert!(text.starts_with("sleep_map_captured 24 tasks, 64 workers\n"), "{text}");
    let row = |name: &str| {
        text.lines().find(|line| line.contains(name)).unwrap().split_whitespace().collect::<Vec<_>>()
    };
    assert_eq!(row("inline")[..4], ["inline", "memory", "-", "pass"]);
    assert_eq!(row("shared_memory")[2..7], ["shared_memory", "pass", "999", "ms", "124"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn is_plain_without_colour() {
    assert!(!Terminal::new(false).block(&about(), &reports()).contains('\x1b'));
    assert!(Terminal::new(true).block(&about(), &reports()).contains("\x1b[31mwrong"));
}

#[test]
fn a_speed_up_has_its_interval() {
    let mut reports = reports();
    reports[0].walls = [1800, 1900, 2000].map(Duration::from_millis).to_vec();
    reports[1].walls = [980, 1000, 1010].map(Duration::from_millis).to_vec();
    let text = Terminal::new(false).block(&about(), &reports);
    assert!(text.contains("  1.9 (1.8-2.0)  "), "{text}");
    let slow = |value: f64| Estimate { value, interval: Some((value * 0.9, value * 1.1)) };
    assert_eq!(compact(&slow(0.0123)), "0.012", "a very small one has no room for it");
    for value in [0.0961, 0.5, 0.949, 1.0, 9.94, 123.0] {
        assert!(compact(&slow(value)).ends_with(')'), "{}", compact(&slow(value)));
    }
}

#[test]
fn what_cannot_be_is_called_so() {
    let mut reports = reports();
    reports[1].workers = 2;
    reports[1].phases = Some(crate::backend::Phases::default());
    let text = Terminal::new(false).advice(&reports);
    assert!(text.contains("124 (one run) times as fast on 2 workers is more than the number of"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}
