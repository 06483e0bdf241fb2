use super::*;

#[test]
fn a_full_sweep_stays_within_two_gibibytes() {
    let extent = Extent::of(Scale::Full);
    assert_eq!((extent.sizes[0], *extent.sizes.last().unwrap()), (1 << 10, 256 << 20));
    for &size in &extent.sizes {
        // What is kept, and at most four of them on the way: made, encoded, received, decoded.
        assert!((extent.tasks(size) + 4) * size <= 2 << 30, "{size}");
        assert!(extent.tasks(size) >= 2 && extent.runs(size) >= 3, "{size}");
    }
}

#[test]
fn spoiled_results_are_no_figures() {
    let results = |tasks| (0..tasks).map(|task| produce(mark(task), 100)).collect::<Vec<_>>();
    assert_eq!(check(&results(300), 300, 100), Ok(()));
    assert!(check(&results(3), 4, 100).unwrap_err().contains("3 results came back and not 4"));
    assert!(check(&results(3), 3, 101).unwrap_err().contains("result 0 is not"));
    let mut spoiled = results(3);
    spoiled[2][99] = 0;
    assert!(check(&spoiled, 3, 100).unwrap_err().contains("result 2 is not"));
}

#[test]
fn a_point_is_the_median_of_its_runs() {
    let point = SweepPoint::new(8, Way::InProcess, vec![9.0, 1.0, 3.0]).unwrap();
    assert_eq!((point.rate, point.low, point.high, point.runs), (3.0, 1.0, 9.0, 3));
    assert_eq!(SweepPoint::new(8, Way::InProcess, Vec::new()), None);
}

/// Without workers: what a program without `init` may do.
#[cfg(feature = "bincode")]
#[test]
fn the_reference_is_measured_in_this_process() {
    let (extent, mut found) = (Extent::of(Scale::Small), Sweep::default());
    let contestants: [(Way, Option<Pool>); 1] = [(Way::InProcess, None)];
    round(&extent, 1024, &contestants, &mut found);
    assert_eq!((found.points.len(), found.failures.len()), (1, 0));
    let point = found.points[0];
    assert!(point.low <= point.rate && point.rate <= point.high && point.low > 0.0, "{point:?}");
    assert_eq!(found.rate(Way::InProcess, 1024), Some(point.rate));
    assert_eq!(found.rate(Way::Sent(Transfer::File), 1024), None);
}
