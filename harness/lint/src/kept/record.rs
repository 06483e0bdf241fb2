//! What is kept of a run.

use super::guards::{Guards, variables};
use super::place::guesses;
use crate::build::{Built, Options, Program, here, stamp_of, start};
use crate::report::{Report, Scope};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// All that a report was made of.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record {
    /// Of the version of ours and the compiler's host.
    pub(crate) stamp: String,
    pub(crate) root: PathBuf,
    workspace: Guards,
    crates: BTreeSet<String>,
    packages: BTreeSet<PathBuf>,
    /// Notes of the crates, and the files that the report was made with.
    files: Guards,
}

/// A record that was found, with the text of its report.
pub(crate) struct Found {
    pub(crate) folder: PathBuf,
    pub(crate) record: Record,
    text: Vec<u8>,
    /// Where the report begins.
    report: usize,
}

impl Found {
    /// The report, unless the file is damaged.
    pub(crate) fn report(&self) -> Option<Report> {
        serde_json::from_slice(self.text.get(self.report..)?).ok()
    }
}

impl Record {
    pub(crate) fn new(program: Program, built: Built, sources: Vec<PathBuf>) -> Self {
        let notes = built.keys.iter().map(|key| built.notes(key));
        let files = Guards::of(notes.chain(sources));
        // A lock file that cargo wrote for us is gone by now.
        let workspace = program.guards.and(program.root.join("Cargo.lock"));
        Self {
            stamp: stamp_of(&program.host),
            root: program.root,
            workspace,
            crates: built.keys,
            packages: built.packages,
            files,
        }
    }

    /// The record of a run with the same options, if cargo would say the same of the packages as then.
    pub(crate) fn find(options: &Options, scope: &Scope) -> Option<Found> {
        let name = name(options, scope);
        let mut found = guesses(options).filter_map(|folder| {
            let text = fs::read(folder.join(&name)).ok()?;
            let end = text.iter().position(|byte| *byte == b'\n')?;
            let record = serde_json::from_slice(text.get(..end)?).ok()?;
            Some(Found { folder, record, text, report: end + 1 })
        });
        found.next().filter(|found| found.record.workspace.hold())
    }

    /// Whether the build has brought nothing new.
    pub(crate) fn holds(&self, built: &Built) -> bool {
        self.crates == built.keys && self.packages == built.packages && self.files.hold()
    }

    /// Keeps it with its report. Without it, the next run takes longer.
    pub(crate) fn keep(&self, report: &Report, folder: &Path, options: &Options, scope: &Scope) {
        let path = folder.join(name(options, scope));
        let (Ok(record), Ok(report)) = (serde_json::to_string(self), serde_json::to_string(report)) else {
            return;
        };
        let text = format!("{record}\n{report}");
        // Another run may read it meanwhile.
        let part = path.with_extension(std::process::id().to_string());
        if fs::write(&part, text).is_err() || fs::rename(&part, &path).is_err() {
            let _ = fs::remove_file(&part);
        }
        remove_old(folder);
    }
}

/// Keeps the newest reports: each set of options has its own, and each version of ours.
fn remove_old(folder: &Path) {
    const MANY: usize = 16;
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut reports: Vec<_> = entries
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("report-") && name.ends_with(".json")
        })
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    reports.sort();
    let old = reports.len().saturating_sub(MANY);
    for (_, path) in reports.into_iter().take(old) {
        let _ = fs::remove_file(path);
    }
}

/// The name of the file, by all that the report depends on and no guard sees.
fn name(options: &Options, scope: &Scope) -> PathBuf {
    let tool = options.wrapper.clone().or_else(|| env::current_exe().ok()).unwrap_or_default();
    let written = fs::metadata(&tool).and_then(|found| found.modified()).ok();
    let (start, here) = (start(options), here(options));
    let text =
        format!("{tool:?} {written:?} {start:?} {here:?} {:?} {scope:?} {:?}", options.cargo, variables());
    PathBuf::from(format!("report-{}.json", &blake3::hash(text.as_bytes()).to_hex()[..16]))
}
