//! The pickling gallery: each of its rows, a trial a row, and the report as it is committed.
//!
//! `cargo test -p wirecheck-tests --test gallery lock` shows the rows of locks. All cases are compiled at once and run
//! before the first trial, so a part costs as much as the whole.

#[allow(unreachable_pub, reason = "without the test harness this is a program, and `pub` reaches nobody")]
mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use support::{children, eventually};
use wirecheck_fixtures::gallery::{Gallery, GalleryRow, GalleryVerdict, Python};

fn main() -> ExitCode {
    wirecheck::init();
    let args = Arguments::from_args();
    let rows = match GalleryRow::all() {
        Ok(rows) => rows,
        Err(error) => panic!("fixtures/gallery/rows.ron:{error}"),
    };
    // Only the names are wanted of a list.
    let gallery = (!args.list).then(|| {
        let gallery = Gallery::measure(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery"));
        eventually("no process is left", Duration::from_secs(10), || children().is_empty());
        Arc::new(gallery.unwrap_or_else(|error| panic!("{error}")))
    });
    let mut trials: Vec<Trial> = rows
        .iter()
        .map(|row| {
            let (row, gallery) = (row.clone(), gallery.clone());
            Trial::test(format!("row::{}", row.case()), move || as_the_row_says(gallery.as_deref(), &row))
        })
        .collect();
    trials.push(Trial::test("table::it_is_whole", move || the_table_is_whole(&rows)));
    let of_cases = gallery.clone();
    trials.push(Trial::test("table::every_case_has_its_row", move || {
        every_case_has_its_row(of_cases.as_deref())
    }));
    trials.push(Trial::test("report::it_is_fresh", move || the_report_is_fresh(gallery.as_deref())));
    libtest_mimic::run(&args, trials).exit_code()
}

fn measured(gallery: Option<&Gallery>) -> Result<&Gallery, Failed> {
    gallery.ok_or_else(|| "the gallery was not measured".into())
}

fn as_the_row_says(gallery: Option<&Gallery>, row: &GalleryRow) -> Result<(), Failed> {
    let complaints = measured(gallery)?.complaints(row);
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n").into()) }
}

/// The counts are those of the measurement in Python, so a line that was lost or changed is noticed.
fn the_table_is_whole(rows: &[GalleryRow]) -> Result<(), Failed> {
    assert!(rows.iter().zip(1..).all(|(row, number)| row.number == number), "the numbers have a gap");
    assert_eq!(rows.len(), 111);
    let counted = |at: usize| {
        Python::KINDS.map(|kind| rows.iter().filter(|row| row.carriers()[at].1.kind() == kind).count())
    };
    assert_eq!(counted(0), [18, 2, 5, 72, 11, 2, 1], "pickle");
    assert_eq!(counted(1), [39, 10, 5, 47, 7, 2, 1], "cloudpickle");
    assert_eq!(counted(2), [38, 18, 9, 34, 8, 4, 0], "dill");
    assert_eq!(counted(3), [29, 2, 7, 66, 6, 0, 1], "spawn");
    let should = GalleryVerdict::ALL.map(|verdict| rows.iter().filter(|row| row.verdict == verdict).count());
    assert_eq!(should, [59, 7, 19, 5, 6, 7, 4, 4], "what should be");
    Ok(())
}

fn every_case_has_its_row(gallery: Option<&Gallery>) -> Result<(), Failed> {
    let strays = measured(gallery)?.strays().map_err(|error| error.to_string())?;
    assert_eq!(strays, [""; 0], "no row has these");
    Ok(())
}

fn the_report_is_fresh(gallery: Option<&Gallery>) -> Result<(), Failed> {
    let page = measured(gallery)?.page().map_err(|error| error.to_string())?;
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reports/gallery.md");
    let committed =
        std::fs::read_to_string(&committed).map_err(|error| format!("reports/gallery.md: {error}"))?;
    match page.lines().zip(committed.lines()).find(|(now, then)| now != then) {
        None if page == committed => Ok(()),
        None => Err("reports/gallery.md ends too early or too late: run `cargo run --release --bin gallery`".into()),
        Some((now, then)) => Err(format!(
            "reports/gallery.md is not fresh: run `cargo run --release --bin gallery` and commit it\nwas: {then}\nis:  {now}"
        )
        .into()),
    }
}
