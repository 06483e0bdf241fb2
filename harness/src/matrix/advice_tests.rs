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
    report.walls = vec![ms(wall); 3];
    report
}

fn inline(wall: u64) -> CellReport {
    report(BackendKind::Inline, wall, 1, 10, Phases { compute: ms(wall), ..Phases::default() })
}

fn advice(report: &CellReport, inline_wall: u64) -> String {
    report.advice(Some(&inline(inline_wall))).expect("advice")
}

#[test]
fn work_is_distinguished_from_transfers_and_from_waiting() {
    let works = Phases { compute: ms(1900), ..Phases::default() };
    let text = advice(&report(BackendKind::Pool, 1000, 2, 10, works), 1900);
    assert_eq!(
        text,
        "1.9 (1.9-1.9) times as fast as a plain loop; 95 % of the workers' time is work: more cores would help"
    );

    let moves = TransferTimes { encode: ms(300), transfer: ms(300), decode: ms(330) };
    let moves = Phases { parent: moves, compute: ms(50), ..Phases::default() };
    let mut report_of_moves = report(BackendKind::Pool, 1000, 2, 10, moves);
    let text = advice(&report_of_moves, 50);
    assert!(text.ends_with("93 % of the time is spent on handing over a few bytes and waking workers up: give each task more to do (`map_chunks`)"), "{text}");
    report_of_moves.received = 10 << 20;
    let text = advice(&report_of_moves, 50);
    assert!(
        text.starts_with("20 (20-20) times as slow as a plain loop; 93 % of the time is spent on moving values: return less"),
        "{text}"
    );

    let waits = Phases { compute: ms(600), ..Phases::default() };
    let text = advice(&report(BackendKind::Pool, 500, 4, 3, waits), 600);
    assert!(
        text.ends_with("the workers wait for 70 % of the time: use fewer workers, or more and smaller tasks"),
        "{text}"
    );
}

#[test]
fn the_cost_of_a_process_per_task_is_named() {
    let text = advice(
        &report(BackendKind::Spawn, 1000, 2, 500, Phases { compute: ms(20), ..Phases::default() }),
        20,
    );
    assert_eq!(
        text,
        "50 (50-50) times as slow as a plain loop; 99 % of the time is spent on starting a process for each task: use `Pool`"
    );
}

#[test]
fn tiny_tasks_should_grow() {
    let text = advice(
        &report(BackendKind::Pool, 100, 2, 100_000, Phases { compute: ms(20), ..Phases::default() }),
        20,
    );
    assert!(text.contains("a task works for 200 ns and costs more than that to hand out"), "{text}");
}

#[test]
fn tasks_that_slow_each_other_down_are_noticed() {
    let text = advice(
        &report(BackendKind::Thread, 1000, 2, 10, Phases { compute: ms(2000), ..Phases::default() }),
        1000,
    );
    assert!(
        text.starts_with("as fast as a plain loop; a task takes 2.0 times as long as it does alone"),
        "{text}"
    );
}

#[test]
fn nothing_follows_from_what_was_not_measured() {
    let mut unmeasured = report(BackendKind::Pool, 100, 2, 10, Phases::default());
    unmeasured.phases = None;
    assert_eq!(unmeasured.advice(Some(&inline(100))), None);
    assert_eq!(inline(100).advice(Some(&inline(100))), None);
}

#[test]
fn a_speed_up_above_the_number_of_workers_is_not_trusted() {
    let works = Phases { compute: ms(1900), ..Phases::default() };
    let text = advice(&report(BackendKind::Pool, 1000, 2, 10, works), 7770);
    assert_eq!(
        text,
        "7.8 (7.8-7.8) times as fast on 2 workers is more than the number of workers: do not trust it. Probably something else \
         slowed the machine down during the plain loop; run again on an idle machine"
    );
}

#[test]
fn runs_that_differ_too_much_give_no_advice() {
    let works = Phases { compute: ms(1900), ..Phases::default() };
    let mut pool = report(BackendKind::Pool, 1000, 2, 10, works);
    // The median says 1.3 times as fast; two of the runs were slower than the plain loop.
    pool.walls = [900, 950, 1000, 1400, 1500].map(ms).to_vec();
    assert_eq!(
        advice(&pool, 1300),
        "1.3 (0.87-1.4) times as fast as a plain loop: too few or too different runs to say more"
    );
    pool.walls = vec![ms(1000)];
    assert_eq!(
        pool.advice(Some(&inline(1300))).unwrap(),
        "1.3 (one run) times as fast as a plain loop: too few or too different runs to say more"
    );
}
