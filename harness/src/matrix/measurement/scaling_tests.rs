use super::*;
use crate::matrix::Data;

/// Milliseconds per run.
fn curve(points: &[(usize, &[u64])]) -> Curve {
    let seconds = |runs: &[u64]| runs.iter().map(|ms| *ms as f64 / 1e3).collect();
    let points = points.iter().map(|(workers, runs)| (*workers, seconds(runs))).collect();
    Curve { workload: "sums", label: "pool bincode".into(), points }
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
fn a_share_is_of_most_workers_compared_with_one() {
    let share = curve(&[(1, &[1000; 3]), (2, &[600; 3]), (4, &[400; 3])]).serial().expect("a share");
    assert!((share.value - (0.4 - 0.25) / 0.75).abs() < 1e-12, "{share:?}");
    assert_eq!(curve(&[(2, &[600; 3]), (4, &[400; 3])]).serial(), None, "nothing to compare with");
    assert_eq!(curve(&[(1, &[600]), (2, &[300])]).serial(), None, "one run says nothing");
    let wide = curve(&[(1, &[1000; 3]), (2, &[500, 900, 1300])]);
    assert_eq!(wide.serial(), None, "from 0 to 100 %");
    assert_eq!((wide.points()[0].low, wide.points()[0].high), (1.0, 1.0));
}

#[test]
fn a_speed_up_above_the_number_of_workers_is_not_trusted() {
    // On one worker it took eight times as long as it does: the machine was slowed down.
    let found = findings("scaling", &[curve(&[(1, &[7770, 7800, 7700]), (2, &[1000, 1010, 990])])]);
    let Data::Table(table) = &found.parts[0].data else { panic!("{found:?}") };
    assert_eq!(table.rows[0][4..], [Datum::Missing, Datum::Missing], "nothing follows from it");
    assert_eq!(
        found.notes,
        [
            "`sums` on pool bincode: 7.8 (7.6-7.9) times as fast on 2 workers is more than the number of workers: do not trust it. \
          Probably something else slowed the machine down during the run on one worker; run again on an idle machine"
        ]
    );
    let Data::Series(series) = &found.parts[1].data else { panic!("{found:?}") };
    assert_eq!(series.guides.len(), 1, "no law is drawn through it");
}

#[test]
fn a_speed_up_that_may_be_possible_has_its_interval_and_its_law() {
    let found = findings("scaling", &[curve(&[(1, &[1000, 1040, 980]), (2, &[600, 610, 590])])]);
    let Data::Table(table) = &found.parts[0].data else { panic!("{found:?}") };
    let texts: Vec<String> = table.rows[0]
        .iter()
        .map(|datum| match datum {
            Datum::Estimate(estimate) => estimate.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(texts[3], "1.7 (1.6-1.8)", "{texts:?}");
    assert!(texts[4].starts_with("0.20 (0.1") && texts[5].starts_with("5.0 ("), "{texts:?}");
    assert_eq!(found.notes, [""; 0]);
    let Data::Series(series) = &found.parts[1].data else { panic!("{found:?}") };
    assert_eq!((series.lines[0].points.len(), series.guides.len(), series.guides[1].line), (2, 2, Some(0)));
    assert!(findings("scaling", &[]).is_empty());
}

#[test]
fn the_law_is_amdahls() {
    let curve = law(0.2, 4.0);
    assert_eq!((curve[0], curve.len()), ((1.0, 1.0), 17));
    let (workers, speed_up) = curve[16];
    assert!(workers == 4.0 && (speed_up - 2.5).abs() < 1e-9, "{speed_up}");
    assert_eq!(law(0.0, 4.0)[16], (4.0, 4.0));
}

#[test]
fn numbers_of_workers_double_up_to_the_most() {
    assert_eq!(ladder(2), [1, 2]);
    assert_eq!(ladder(8), [1, 2, 4, 8]);
    assert_eq!(ladder(12), [1, 2, 4, 8, 12]);
    assert_eq!(ladder(1), [1]);
}
