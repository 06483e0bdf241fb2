//! Running a matrix: trials for libtest-mimic, then the files that were asked for.

use super::args::{self, Taken};
use super::builder::{Assert, COVERAGE, Matrix};
use super::files::Files;
use super::record::Record;
use super::snapshot;
use super::tasks::TaskCell;
use super::types::TypeCell;
use super::verdict::{Statement, task_verdict, type_verdict};
use crate::matrix::Expected;
use crate::panics;
use libtest_mimic::{Arguments, Failed, Trial};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The arguments are wrong.
const USAGE: u8 = 2;
/// A file cannot be written.
const NOT_WRITTEN: u8 = 3;

impl Matrix {
    /// Runs the trials that the program's arguments ask for; the program must have called [`init`](crate::init) before.
    ///
    /// The arguments are those of libtest, and `--junit FILE` and `--report DIR`. The exit code is 0 where all went well, 101
    /// where a trial failed, 2 where the arguments are wrong and 3 where a file cannot be written.
    pub fn run(self) -> ExitCode {
        self.run_with(std::env::args_os())
    }

    /// Like [`run`](Self::run), with these arguments, the first of which is the program's name.
    pub fn run_with(self, args: impl IntoIterator<Item = OsString>) -> ExitCode {
        let Taken { rest, junit, report } = match args::take(args) {
            Ok(taken) => taken,
            Err(error) => return fail(USAGE, &error),
        };
        let junit = junit.or_else(|| named_by("WIRECHECK_JUNIT")).or_else(|| self.junit.clone());
        let report = report.or_else(|| named_by("WIRECHECK_REPORT")).or_else(|| self.report.clone());
        let files = match Files::new(&self, junit, report) {
            Ok(files) => files,
            Err(error) => return fail(USAGE, error),
        };
        let args = Arguments::from_iter(rest);
        let record = Arc::new(Record::default());
        let conclusion = libtest_mimic::run(&args, self.into_trials(&record));
        if !args.list
            && let Err(error) = files.write(&record)
        {
            return fail(NOT_WRITTEN, &error);
        }
        conclusion.exit_code()
    }

    fn into_trials(self, record: &Arc<Record>) -> Vec<Trial> {
        let coverage = self.coverage_input();
        let keep = self.origin.assert.map(|assert| Snapshots { assert, folder: self.snapshots.clone() });
        let tasks = self.all_tasks();
        let Self { types, own, workers, refused, errors, outcomes, .. } = self;
        let mut trials = Vec::new();
        for cell in types {
            let stated = Statement {
                refused: refused.iter().any(|stated| stated.is_of(&cell)),
                errors: errors.iter().any(|stated| stated.is_of(&cell)),
            };
            let (keep, found) = (keep.clone(), Arc::clone(record));
            trials.push(trial(record, cell.to_string(), move || run_type(&cell, stated, keep, &found)));
        }
        for cell in tasks {
            let name = cell.cell.to_string();
            let expected = outcomes.iter().find(|(of, _)| *of == name).map(|(_, expected)| *expected);
            let (keep, found) = (keep.clone(), Arc::clone(record));
            trials.push(trial(record, cell.to_string(), move || {
                let workers = workers.resolve().map_err(|error| error.to_string())?;
                run_task(&cell, expected, workers, keep, &found)
            }));
        }
        trials.extend(own.into_iter().map(|(name, run)| trial(record, name, run)));
        trials.push(trial(record, COVERAGE.to_owned(), move || {
            let complaints = coverage.complaints();
            if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
        }));
        trials
    }
}

fn trial<R>(record: &Arc<Record>, name: String, run: R) -> Trial
where
    R: FnOnce() -> Result<(), String> + Send + 'static,
{
    let record = Arc::clone(record);
    Trial::test(name.clone(), move || record.run_trial(name, run).map_err(Failed::from))
}

fn run_type(
    cell: &TypeCell,
    stated: Statement,
    keep: Option<Snapshots>,
    record: &Record,
) -> Result<(), String> {
    let (outcome, samples) = ((cell.run)(), (cell.samples)());
    record.add_type(cell, stated.expected(), &outcome, samples);
    type_verdict(cell, stated, &outcome)?;
    if let Some(keep) = keep {
        keep.check(&cell.to_string(), &snapshot::of_type(cell, stated.expected(), &outcome, samples))?;
    }
    Ok(())
}

fn run_task(
    cell: &TaskCell,
    expected: Option<Expected>,
    workers: usize,
    keep: Option<Snapshots>,
    record: &Record,
) -> Result<(), String> {
    let mut report = (cell.run)(cell.cell, workers);
    report.expected = expected.unwrap_or_else(|| cell.expected());
    record.add_task(&report);
    task_verdict(cell, report.expected, &report.outcome)?;
    if let Some(keep) = keep {
        keep.check(&cell.to_string(), &snapshot::of_task(&report))?;
    }
    Ok(())
}

#[derive(Clone)]
struct Snapshots {
    assert: Assert,
    folder: PathBuf,
}

impl Snapshots {
    /// insta has printed the difference; its panic only names a line of insta's caller.
    fn check(&self, cell: &str, text: &str) -> Result<(), String> {
        let name = snapshot::file_name(cell);
        let is_there = self.folder.join(format!("{name}.snap")).is_file();
        panics::catch(|| (self.assert)(&self.folder, &name, text)).map_err(|_| {
            let what = if is_there { "it does not end as in its snapshot" } else { "it has no snapshot yet" };
            format!("{what} (`{name}`): look at it with `cargo insta review`, or take it with `INSTA_UPDATE=always`")
        })
    }
}

fn named_by(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn fail(code: u8, error: &str) -> ExitCode {
    // Where stderr is closed only the exit code is left.
    let _ = writeln!(std::io::stderr(), "error: {error}");
    ExitCode::from(code)
}
