//! From options to a report.

use super::record::Record;
use crate::build::{self, Error, LockFiles, Options, look};
use crate::report::{Files, Report, Scope, report};
use std::path::PathBuf;
use std::thread;

/// A report, and where the program is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// What was found.
    pub report: Report,
    /// The root of the workspace, which files are named relative to.
    pub root: PathBuf,
}

/// Builds the program as [`survey`](crate::survey()) does, and judges its types.
///
/// The report is kept in cargo's target folder. If cargo has nothing to build the next time, it is given again.
///
/// # Errors
///
/// See [`Error`]. Cargo's own errors go where cargo writes them.
pub fn reported(options: &Options, scope: &Scope) -> Result<Reported, Error> {
    if let Some(reported) = kept(options, scope)? {
        return Ok(reported);
    }
    let looked = look(options)?;
    let files = Files::new(&looked.program.root);
    let report = report(&looked.survey, &files, scope);
    let folder = looked.built.folder.clone();
    let record = Record::new(looked.program, looked.built, files.read());
    record.keep(&report, &folder, options, scope);
    Ok(Reported { report, root: record.root })
}

/// The report of the last run, if it still holds.
fn kept(options: &Options, scope: &Scope) -> Result<Option<Reported>, Error> {
    let Some(found) = Record::find(options, scope) else { return Ok(None) };
    if !build::is_current(&found.folder, &found.record.stamp) {
        return Ok(None);
    }
    let _written = LockFiles::above(options);
    let (report, built) = thread::scope(|scope| {
        let report = scope.spawn(|| found.report());
        let built = build::build(options, &found.folder);
        (report.join().ok().flatten(), built)
    });
    let holds = found.record.holds(&built?);
    Ok(report.filter(|_| holds).map(|report| Reported { report, root: found.record.root }))
}
