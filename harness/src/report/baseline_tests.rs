use super::{Comparison, Trend};
use crate::matrix::{BackendKind, Scale};
use crate::report::{Machine, Timing, TimingRow, Toolchain};

fn row(backend: BackendKind, wall: f64, spread: f64, runs: usize) -> TimingRow {
    TimingRow {
        workload: "w".to_owned(),
        backend,
        format: if backend.encodes() { "bincode" } else { "memory" }.to_owned(),
        transfer: None,
        fault: None,
        outcome: "pass".to_owned(),
        tasks: 10,
        workers: 2,
        start_up: 0.0,
        wall,
        low: wall * (1.0 - spread),
        high: wall * (1.0 + spread),
        runs,
        phases: None,
        peak_parent: None,
        peak_worker: None,
        advice: None,
        per_task: wall / 10.0,
        speed_up: None,
        speed_up_low: None,
        speed_up_high: None,
        efficiency: None,
        sent: 0,
        received: 0,
        started: 0,
    }
}

fn timing(inline: f64, pool: f64, spread: f64, runs: usize) -> Timing {
    Timing {
        schema: Timing::SCHEMA,
        generator: String::new(),
        unix_time: 0,
        machine: Machine::default(),
        toolchain: Toolchain { rustc: None, optimized: true },
        commit: None,
        scale: Scale::Quick,
        workers: "2".to_owned(),
        cells: vec![row(BackendKind::Inline, inline, 0.01, runs), row(BackendKind::Pool, pool, spread, runs)],
        sections: Vec::new(),
    }
}

fn trend(before: &Timing, now: &Timing) -> Trend {
    Comparison::of(before, now).expect("a comparison").changes[1].trend
}

#[test]
fn a_change_beyond_the_noise_is_reported() {
    let before = timing(1.0, 0.5, 0.05, 5);
    assert_eq!(trend(&before, &timing(1.0, 0.52, 0.05, 5)), Trend::Same);
    assert_eq!(trend(&before, &timing(1.0, 0.70, 0.05, 5)), Trend::Slower);
    assert_eq!(trend(&before, &timing(1.0, 0.35, 0.05, 5)), Trend::Faster);
    // Of runs that differ so much among themselves, the same change is noise.
    assert_eq!(trend(&timing(1.0, 0.5, 0.3, 5), &timing(1.0, 0.70, 0.3, 5)), Trend::Same);
    // And so it is of one run each, unless it is large.
    assert_eq!(trend(&timing(1.0, 0.5, 0.0, 1), &timing(1.0, 0.80, 0.0, 1)), Trend::Same);
    assert_eq!(trend(&timing(1.0, 0.5, 0.0, 1), &timing(1.0, 0.95, 0.0, 1)), Trend::Slower);
}

#[test]
fn a_machine_that_is_slower_today_changes_nothing() {
    let comparison =
        Comparison::of(&timing(1.0, 0.5, 0.05, 5), &timing(2.0, 1.0, 0.05, 5)).expect("a comparison");
    assert_eq!(comparison.drift, 2.0);
    assert!(comparison.changes.iter().all(|change| change.trend == Trend::Same && change.times == 1.0));
    let text = comparison.to_string();
    assert_eq!(
        text,
        "compared with the baseline: 0 slower, 0 faster, 2 unchanged (plain loops take 2.00 times as long; this is taken into account)\n"
    );
}

#[test]
fn other_work_is_not_compared_and_another_machine_with_a_warning() {
    let (before, mut now) = (timing(1.0, 0.5, 0.05, 5), timing(1.0, 0.5, 0.05, 5));
    now.scale = Scale::Full;
    assert!(Comparison::of(&before, &now).expect_err("another scale").contains("--scale quick"));
    now.scale = Scale::Quick;
    now.cells.iter_mut().for_each(|row| row.workload = "other".to_owned());
    assert!(Comparison::of(&before, &now).is_err(), "nothing in common");
    let mut now = timing(1.0, 0.5, 0.05, 5);
    now.machine.available = 64;
    let comparison = Comparison::of(&before, &now).expect("a comparison");
    assert!(
        comparison.to_string().starts_with("warning: the baseline comes from another machine"),
        "{comparison}"
    );
    let mut before = before;
    before.cells.push(row(BackendKind::Spawn, 1.0, 0.0, 5));
    assert_eq!(Comparison::of(&before, &now).expect("a comparison").gone, ["w::spawn::bincode"]);
}
