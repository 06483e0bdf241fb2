use crate::backend::{Phases, TransferTimes};
use crate::matrix::{BackendKind, Cell, CellReport, Expected, MEMORY, Outcome};
use std::time::Duration;

fn ms(time: u64) -> Duration {
    Duration::from_millis(time)
}

fn report(backend: BackendKind, wall: u64, workers: usize, tasks: u64, phases: Phases) -> CellReport {
    let format = if backend.encodes() { "bincode" } else { MEMORY };
    let cell = Cell { workload: "w", backend, format, transfer: None, fault: None };
    let mut report = CellReport::new(cell, Expected::Pass, Outcome::Pass);
    (report.wall, report.workers, report.tasks, report.phases) = (ms(wall), workers, tasks, Some(phases));
    report
}

fn inline(wall: u64) -> CellReport {
    report(BackendKind::Inline, wall, 1, 10, Phases { compute: ms(wall), ..Phases::default() })
}

fn advice(report: &CellReport, inline_wall: u64) -> String {
    report.advice(Some(&inline(inline_wall))).expect("advice")
}

#[test]
fn work_is_told_from_moving_and_from_waiting() {
    let works = Phases { compute: ms(1900), ..Phases::default() };
    let text = advice(&report(BackendKind::Pool, 1000, 2, 10, works), 1900);
    assert_eq!(
        text,
        "1.9 times as fast as a plain loop; 95 % of the workers' time is work: more cores would help"
    );

    let moves = TransferTimes { encode: ms(300), transfer: ms(300), decode: ms(330) };
    let moves = Phases { parent: moves, compute: ms(50), ..Phases::default() };
    let mut report_of_moves = report(BackendKind::Pool, 1000, 2, 10, moves);
    let text = advice(&report_of_moves, 50);
    assert!(text.ends_with("93 % of the time is handing over and waking up, for a few bytes: give each task more to do (`map_chunks`)"), "{text}");
    report_of_moves.received = 10 << 20;
    let text = advice(&report_of_moves, 50);
    assert!(
        text.starts_with("20 times as slow as a plain loop; 93 % of the time is moving values: return less"),
        "{text}"
    );

    let waits = Phases { compute: ms(600), ..Phases::default() };
    let text = advice(&report(BackendKind::Pool, 500, 4, 3, waits), 600);
    assert!(
        text.ends_with("the workers wait for 70 % of the time: fewer would do, or more and smaller tasks"),
        "{text}"
    );
}

#[test]
fn what_a_process_a_task_costs_is_said() {
    let text = advice(
        &report(BackendKind::Spawn, 1000, 2, 500, Phases { compute: ms(20), ..Phases::default() }),
        20,
    );
    assert_eq!(
        text,
        "50 times as slow as a plain loop; 99 % of the time is starting a process for each task: use `Pool`"
    );
}

#[test]
fn tiny_tasks_are_told_to_grow() {
    let text = advice(
        &report(BackendKind::Pool, 100, 2, 100_000, Phases { compute: ms(20), ..Phases::default() }),
        20,
    );
    assert!(text.contains("a task works for 200 ns and costs more than that to hand out"), "{text}");
}

#[test]
fn tasks_that_are_in_each_others_way_are_noticed() {
    let text = advice(
        &report(BackendKind::Thread, 1000, 2, 10, Phases { compute: ms(2000), ..Phases::default() }),
        1000,
    );
    assert!(
        text.starts_with("as fast as a plain loop; a task takes 2.0 times as long beside the others"),
        "{text}"
    );
}

#[test]
fn nothing_is_said_of_what_was_not_measured() {
    let mut unmeasured = report(BackendKind::Pool, 100, 2, 10, Phases::default());
    unmeasured.phases = None;
    assert_eq!(unmeasured.advice(Some(&inline(100))), None);
    assert_eq!(inline(100).advice(Some(&inline(100))), None);
}
