use super::{Scaling, amdahl, karp_flatt, ladder};
use crate::matrix::BackendKind;
use std::time::Duration;

fn scaling(points: &[(usize, u64)]) -> Scaling {
    let points = points.iter().map(|(workers, ms)| (*workers, vec![Duration::from_millis(*ms)])).collect();
    Scaling { workload: "w", backend: BackendKind::Pool, format: "bincode", points }
}

#[test]
fn a_program_of_a_known_serial_share_is_found_out() {
    for serial in [0.0, 0.05, 0.3, 1.0] {
        for workers in [2, 3, 16] {
            let found = karp_flatt(amdahl(serial, Some(workers)), workers).expect("a share");
            assert!((found - serial).abs() < 1e-12, "{serial} on {workers}: {found}");
        }
    }
}

#[test]
fn a_share_is_of_the_most_workers_beside_one() {
    let share = scaling(&[(1, 1000), (2, 600), (4, 400)]).serial().expect("a share");
    assert!((share - (0.4 - 0.25) / 0.75).abs() < 1e-12, "{share}");
    assert_eq!(scaling(&[(2, 600), (4, 400)]).serial(), None, "nothing to compare with");
    assert_eq!(scaling(&[(1, 600)]).serial(), None);
}

#[test]
fn numbers_of_workers_double_below_the_most() {
    assert_eq!(ladder(2).collect::<Vec<_>>(), [1]);
    assert_eq!(ladder(8).collect::<Vec<_>>(), [1, 2, 4]);
    assert_eq!(ladder(12).collect::<Vec<_>>(), [1, 2, 4, 8]);
    assert_eq!(ladder(1).count(), 0);
}
