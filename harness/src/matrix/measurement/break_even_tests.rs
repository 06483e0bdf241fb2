use super::*;
use crate::matrix::Data;

/// Nanoseconds per task, in a plain loop and on the backend; three equal runs each.
fn of(backend: BackendKind, lengths: &[(u64, u64)]) -> TaskCost {
    let runs = |nanos| vec![Duration::from_nanos(nanos); 3];
    let format = if backend.encodes() { "bincode" } else { MEMORY };
    lengths.iter().fold(TaskCost::new(backend, format, 2), |cost, (plain, here)| {
        cost.length(Duration::from_nanos(*plain), runs(*plain), runs(*here))
    })
}

fn finding(cost: &TaskCost) -> Option<Finding> {
    cost.over_inline().map(|crossing| crossing.finding())
}

#[test]
fn it_is_where_a_plain_loop_falls_behind_for_good() {
    // 2 times as slow at 1 us, 1.9 times as fast at 100 us.
    let found = finding(&of(BackendKind::Pool, &[(1_000, 2_000), (100_000, 52_600)]));
    assert!(matches!(found, Some(Finding::From(at, ..)) if 4e-6 < at && at < 60e-6), "{found:?}");
    assert_eq!(finding(&of(BackendKind::Pool, &[(1_000, 600), (100_000, 52_600)])), Some(Finding::Always));
    let not_for_good = finding(&of(BackendKind::Pool, &[(1_000, 600), (100_000, 100_000)]));
    assert_eq!(not_for_good, Some(Finding::Never));
    assert_eq!(finding(&of(BackendKind::Pool, &[])), None);
}

#[test]
fn the_sentence_names_the_interval_and_threads() {
    let thread = of(BackendKind::Thread, &[(1_000, 900), (10_000, 5_000), (100_000, 50_000)]);
    let pool = of(BackendKind::Pool, &[(1_000, 9_000), (10_000, 9_000), (100_000, 60_000)]);
    let text = pool.advice(Some(&thread));
    assert!(text.starts_with("pool bincode is faster than a plain loop for tasks of "), "{text}");
    assert!(
        text.contains(" us (") && text.ends_with(") and more; threads are faster at every length"),
        "{text}"
    );
    assert_eq!(thread.advice(Some(&thread)), "thread is faster than a plain loop from the shortest task on");
    let never = of(BackendKind::Spawn, &[(1_000, 900_000), (100_000, 900_000)]).advice(Some(&thread));
    assert!(never.starts_with("spawn bincode with 2 workers was not faster than a plain loop"), "{never}");
    assert_eq!(of(BackendKind::Pool, &[]).advice(None), "");
}

#[test]
fn a_plain_loop_that_was_slowed_down_gives_no_length() {
    // In two of three runs the plain loop took three times as long as it does: the machine did something else.
    let ns = Duration::from_nanos;
    let plain = vec![ns(100_000), ns(300_000), ns(300_000)];
    let pool = of(BackendKind::Pool, &[(1_000, 9_000)]).length(ns(100_000), plain, vec![ns(110_000); 3]);
    assert!(pool.over_inline().unwrap().value().is_some(), "the medians alone would have said so");
    assert_eq!(pool.advice(None), "");
    let one_run = TaskCost::new(BackendKind::Pool, "ron", 2).length(ns(100), vec![ns(100)], vec![ns(50)]);
    assert_eq!(one_run.advice(None), "", "one run says nothing");
    let found = findings("break_even", &[pool, one_run]);
    assert_eq!(found.advice, [""; 0]);
    assert_eq!(
        found.notes,
        [
            "from which length of a task on they are faster than a plain loop cannot be said for pool bincode, pool ron: the runs \
          differ too much; run again on an idle machine"
        ]
    );
    let Data::Series(series) = &found.parts[0].data else { panic!("{found:?}") };
    assert_eq!(series.marks, [], "and nothing is drawn");
}

#[test]
fn a_machine_that_was_slowed_down_moves_no_point() {
    let ns = Duration::from_nanos;
    let slowed = TaskCost::new(BackendKind::Pool, "bincode", 2).length(
        ns(1_000),
        vec![ns(3_000); 3],
        vec![ns(1_500); 3],
    );
    let points = slowed.points();
    assert!((points[0].x, (points[0].y - 0.5e-6).abs() < 1e-12) == (1e-6, true), "{points:?}");
}

#[test]
fn the_findings_have_a_line_and_a_row_for_each_backend() {
    let thread = of(BackendKind::Thread, &[(1_000, 900), (100_000, 50_000)]);
    let pool = of(BackendKind::Pool, &[(1_000, 9_000), (100_000, 52_000)]);
    let found = findings("break_even", &[thread, pool]);
    let [Data::Series(series), Data::Table(table)] = [&found.parts[0].data, &found.parts[1].data] else {
        panic!("{found:?}")
    };
    assert_eq!((series.lines.len(), series.marks.len(), series.guides.len()), (2, 1, 1));
    assert_eq!((series.marks[0].line, series.guides[0].points[0]), (1, (1e-6, 1e-6)));
    assert_eq!((table.rows.len(), &table.rows[1][0]), (2, &Datum::text("pool bincode")));
    assert_eq!(found.advice.len(), 2);
    assert!(findings("break_even", &[]).is_empty());
}
