use super::super::terminal::Table;
use crate::matrix::{BackendKind, BreakEven, BreakEvenPoint, MixRow, PeerRow, Scaling};
use std::time::Duration;

fn fits(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
}

#[test]
fn scaling_names_the_serial_share_and_its_bound() {
    let points = vec![(1, vec![Duration::from_millis(100)]), (2, vec![Duration::from_millis(60)])];
    let scaling = Scaling { workload: "w", backend: BackendKind::Pool, format: "bincode", points };
    let text = Table::new(false).scaling(&[scaling]);
    assert!(
        text.starts_with("  pool bincode: 1.67 times as fast on 2 workers as on 1; serial share 20 %"),
        "{text}"
    );
    assert!(text.contains("at most 5.0 times (Amdahl)"), "{text}");
    fits(&text);
}

#[test]
fn break_even_has_a_row_a_backend_and_a_sentence_each() {
    let us = Duration::from_micros;
    let points = |here: [u64; 6]| {
        [1, 10, 100, 1_000, 10_000, 100_000]
            .into_iter()
            .zip(here)
            .map(|(task, here)| BreakEvenPoint { task: us(task), here: us(here) })
            .collect()
    };
    let thread = BreakEven::new(BackendKind::Thread, "memory", 2, points([1, 6, 55, 550, 5_500, 55_000]));
    let pool = BreakEven::new(BackendKind::Pool, "bincode", 2, points([20, 20, 80, 550, 5_500, 55_000]));
    let text = Table::new(false).break_even(&[thread, pool]);
    assert!(text.contains("a plain loop is faster than pool in bincode"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("  pool bincode ")), "{text}");
    fits(&text);
    assert_eq!(Table::new(false).break_even(&[]), "");
}

#[test]
fn peers_that_were_not_run_say_why() {
    let row = |peer: &str, wall, skipped: Option<&str>| PeerRow {
        workload: "expensive_fn_batch_1".to_owned(),
        peer: peer.to_owned(),
        workers: 2,
        wall,
        low: wall,
        high: wall,
        skipped: skipped.map(str::to_owned),
    };
    let long = "joblib is not installed for /usr/bin/python3: `pip install joblib`, and a few words more than a line holds";
    let text = Table::new(false)
        .peers(&[row("procspawn Pool", Some(1.25), None), row("Python joblib", None, Some(long))], &[]);
    assert!(text.contains("1.25 s") && text.contains("skipped: Python joblib: joblib is not"), "{text}");
    fits(&text);
}

#[test]
fn a_mix_is_named_once() {
    let row = |way: &str| MixRow { mix: "waits".into(), way: way.into(), wall: 0.1, low: 0.1, high: 0.1 };
    let text = Table::new(false).mix(&[row("an executor"), row("threads")]);
    assert_eq!(text.matches("async_mix").count(), 1, "{text}");
    assert_eq!(text.lines().count(), 3, "{text}");
    fits(&text);
}
