use super::*;
use crate::matrix::Data;

/// Sizes 1, 4, 16, .. KiB, with three equal runs each.
fn sweep(lines: &[(Route, &[f64])]) -> Sweep {
    let rates =
        |route, (power, rate): (u32, &f64)| Rates { size: 1024 << (2 * power), route, runs: vec![*rate; 3] };
    let rates = lines.iter().flat_map(|(route, values)| (0..).zip(*values).map(move |at| rates(*route, at)));
    Sweep { rates: rates.collect(), failures: Vec::new() }
}

fn advice(lines: &[(Route, &[f64])]) -> String {
    sweep(lines).advice().unwrap()
}

#[test]
fn advice_is_one_sentence_for_the_machine() {
    let flat: &[f64] = &[1.0; 6];
    assert_eq!(
        advice(&[(INLINE, flat), (SHARED, &[0.1, 0.2, 0.5, 1.1, 3.0, 4.0]), (FILE, flat)]),
        "from 59 KiB (59 KiB to 59 KiB) on shared memory is fastest on this machine"
    );
    assert_eq!(
        advice(&[(INLINE, flat), (SHARED, flat), (FILE, flat)]),
        "the socket (inline) is as good as any route up to 1 MiB on this machine"
    );
    assert_eq!(
        advice(&[(INLINE, flat), (SHARED, &[2.0; 6]), (FILE, &[0.1; 6])]),
        "shared memory is fastest at every size measured on this machine"
    );
    assert_eq!(
        advice(&[
            (INLINE, flat),
            (SHARED, &[0.5, 2.0, 2.0, 2.0, 2.0, 2.0]),
            (FILE, &[0.1, 0.5, 1.5, 1.5, 1.5, 4.0]),
        ]),
        "from 2.1 KiB (2.1 KiB to 2.1 KiB) on shared memory is fastest on this machine, and from 410 KiB (410 KiB to 410 KiB) on \
         a file"
    );
    assert_eq!(
        advice(&[(INLINE, flat), (SHARED, &[0.5, 2.0, 2.0, 2.0]), (FILE, &[0.5, 4.0, 4.0, 4.0])]),
        "from 1.6 KiB (1.6 KiB to 1.6 KiB) on a file is fastest on this machine"
    );
    assert_eq!(sweep(&[(AUTO, flat)]).advice(), None);
    assert_eq!(sweep(&[(INLINE, flat)]).advice(), None);
}

#[test]
fn runs_that_differ_too_much_give_no_advice() {
    let mut doubtful = sweep(&[(INLINE, &[1.0; 3]), (SHARED, &[0.5, 0.5, 2.0])]);
    // The median says that shared memory wins from the largest size on; one run of three says that it never does.
    doubtful.rates[5].runs = vec![0.5, 2.0, 2.0];
    assert_eq!(doubtful.advice(), None);
    assert_eq!(
        doubtful.doubt().unwrap(),
        "whether shared memory is faster than the socket cannot be said: the runs differ too much; run again on an idle machine"
    );
    assert_eq!(doubtful.series().marks, [], "and nothing is drawn");
    doubtful.rates[5].runs = vec![2.0];
    assert!(doubtful.advice().is_none() && doubtful.doubt().is_some(), "one run says nothing");
}

#[test]
fn auto_is_compared_with_the_best() {
    let found = sweep(&[(INLINE, &[4.0, 2.0]), (SHARED, &[1.0, 8.0]), (AUTO, &[4.0, 6.0])]);
    assert_eq!(found.worst_of_auto(), Some((0.75, 4 << 10)));
    assert_eq!(sweep(&[(INLINE, &[4.0])]).worst_of_auto(), None);
}

#[test]
fn the_findings_are_a_plot_and_the_crossings() {
    let mut sweep = sweep(&[(INLINE, &[1.0, 1.0]), (SHARED, &[0.5, 2.0]), (AUTO, &[1.0, 2.0])]);
    sweep.failures.push("file: no space".into());
    let found = sweep.findings("transfer_sweep", "bincode");
    let [Data::Series(series), Data::Table(crossings)] = [&found.parts[0].data, &found.parts[1].data] else {
        panic!("{found:?}")
    };
    let names: Vec<_> = series.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(
        names,
        ["in process", "inline", "file", "shared memory", "auto"],
        "the place of a line is its colour"
    );
    assert_eq!((series.marks.len(), series.marks[0].line), (1, 3));
    assert_eq!(crossings.rows[2][3], Datum::Missing, "nothing is compared with itself");
    assert_eq!(crossings.rows[2][1], Datum::text("from 2.1 KiB (2.1 KiB-2.1 KiB)"));
    assert_eq!((found.failures.as_slice(), found.notes.len()), (&["file: no space".to_owned()][..], 1));
    assert!(Sweep::default().findings("transfer_sweep", "bincode").is_empty());
}

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
fn results_that_are_not_intact_are_no_figures() {
    let results = |tasks| (0..tasks).map(|task| produce(mark(task), 100)).collect::<Vec<_>>();
    assert_eq!(check(&results(300), 300, 100), Ok(()));
    assert!(check(&results(3), 4, 100).unwrap_err().contains("3 results came back and not 4"));
    assert!(check(&results(3), 3, 101).unwrap_err().contains("result 0 is not"));
    let mut spoiled = results(3);
    spoiled[2][99] = 0;
    assert!(check(&spoiled, 3, 100).unwrap_err().contains("result 2 is not"));
}

/// Without workers: what a program without `init` may do.
#[cfg(feature = "bincode")]
#[test]
fn the_reference_is_measured_in_this_process() {
    let (extent, mut found) = (Extent::of(Scale::Quick), Sweep::default());
    let contestants: [(Route, Option<Pool>); 1] = [(Route::InProcess, None)];
    round(&extent, 1024, &contestants, &mut found);
    assert_eq!((found.rates.len(), found.failures.len()), (1, 0));
    assert!(
        found.rates[0].runs.len() == 5 && found.rates[0].runs.iter().all(|rate| *rate > 0.0),
        "{found:?}"
    );
    assert_eq!(found.runs(FILE, 1024), None);
}
