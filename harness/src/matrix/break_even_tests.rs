use super::{BreakEven, BreakEvenPoint, brief};
use crate::matrix::{BackendKind, MEMORY};
use std::time::Duration;

fn of(backend: BackendKind, points: &[(u64, u64)]) -> BreakEven {
    let ns = Duration::from_nanos;
    let points =
        points.iter().map(|(task, here)| BreakEvenPoint { task: ns(*task), here: ns(*here) }).collect();
    BreakEven::new(backend, if backend.encodes() { "bincode" } else { MEMORY }, 2, points)
}

#[test]
fn it_is_where_a_plain_loop_falls_behind_for_good() {
    // 1.05 times as slow at 1 us, 1.9 times as fast at 100 us.
    let found = of(BackendKind::Pool, &[(1_000, 2_000), (100_000, 52_600)]).over_inline().expect("a length");
    assert!(Duration::from_micros(4) < found && found < Duration::from_micros(60), "{found:?}");
    assert_eq!(of(BackendKind::Pool, &[(1_000, 600), (100_000, 52_600)]).over_inline(), Some(Duration::ZERO));
    assert_eq!(
        of(BackendKind::Pool, &[(1_000, 600), (100_000, 100_000)]).over_inline(),
        None,
        "not for good"
    );
    assert_eq!(of(BackendKind::Pool, &[]).over_inline(), None);
}

#[test]
fn the_sentence_names_both_bounds() {
    let thread = of(BackendKind::Thread, &[(1_000, 900), (10_000, 5_000), (100_000, 50_000)]);
    let pool = of(BackendKind::Pool, &[(1_000, 9_000), (10_000, 9_000), (100_000, 50_000)]);
    let text = pool.advice(Some(&thread));
    assert!(text.starts_with("below "), "{text}");
    assert!(text.contains("a plain loop is faster than pool in bincode; below "), "{text}");
    assert!(text.ends_with(" a thread wins"), "{text}");
    assert_eq!(thread.advice(Some(&thread)), "thread is faster than a plain loop from the shortest task on");
    let never = of(BackendKind::Spawn, &[(1_000, 900_000), (100_000, 900_000)]).advice(Some(&thread));
    assert!(never.starts_with("spawn in bincode with 2 workers was not faster than a plain loop"), "{never}");
}

#[test]
fn lengths_are_brief() {
    let shown = [350, 41_000, 12_000_000].map(|nanos| brief(Duration::from_nanos(nanos)));
    assert_eq!(shown, ["350 ns", "41 us", "12 ms"]);
}
