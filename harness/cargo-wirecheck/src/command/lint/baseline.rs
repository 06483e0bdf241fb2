//! The file of findings that are known.

use super::output::unwritten;
use super::surveyed::Surveyed;
use crate::command::Failure;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{fs, io};
use wirecheck_lint::report::{Baseline, BaselineEntry};

/// The file, and whether it is written anew.
#[derive(Debug, Default, clap::Args)]
pub(super) struct BaselineFile {
    /// File of known findings: only others are told
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write all findings of this run to the file
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
}

/// What became of the findings.
pub(super) enum Known {
    /// Those of the file are out of the report; the entries that nothing breaks any more.
    Hidden(Vec<BaselineEntry>),
    /// The file is written; what to say.
    Written(String),
}

impl BaselineFile {
    /// Reads or writes the file, if there is one. `asked` are the formats of a run that is not about all, and `part` says
    /// which part of the program it is about.
    pub(super) fn apply(
        &self,
        found: &mut Surveyed,
        asked: Option<&[String]>,
        part: &str,
    ) -> Result<Known, Failure> {
        let Some(path) = &self.baseline else { return Ok(Known::Hidden(Vec::new())) };
        if self.update_baseline {
            return write(path, found, part).map(Known::Written);
        }
        let text = fs::read_to_string(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failure::Usage(format!(
                "there is no baseline `{}`; add `--update-baseline` to write it",
                path.display()
            )),
            _ => Failure::Usage(format!("the baseline `{}` cannot be read: {error}", path.display())),
        })?;
        let baseline = Baseline::parse(&text)
            .map_err(|error| Failure::Usage(format!("`{}`: {error}", path.display())))?;
        let stale = baseline.apply(&mut found.report, &found.files, asked);
        // A run about another part says nothing of what it did not find.
        Ok(Known::Hidden(if baseline.selection() == part { stale } else { Vec::new() }))
    }
}

fn write(path: &Path, found: &Surveyed, part: &str) -> Result<String, Failure> {
    let old = fs::read_to_string(path).ok().and_then(|text| Baseline::parse(&text).ok());
    if let Some(old) = old.filter(|old| old.selection() != part) {
        let named = |part: &str| match part {
            "" => "everything".to_owned(),
            words => format!("`{words}`"),
        };
        return Err(Failure::Usage(format!(
            "the baseline `{}` is of {}, and this run of {}; give the same arguments, or another file",
            path.display(),
            named(old.selection()),
            named(part)
        )));
    }
    let baseline = Baseline::of(&found.report, &found.files).of_selection(part.to_owned());
    let text = baseline.to_text().map_err(|error| unwritten(&error))?;
    let failed = |error: io::Error| {
        Failure::Output(io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    };
    // A run that is killed leaves the old one whole.
    let new = path.with_extension("new");
    fs::write(&new, text).and_then(|()| fs::rename(&new, path)).map_err(failed)?;
    let count = baseline.len();
    let findings = if count == 1 { "finding" } else { "findings" };
    Ok(format!("{} knows {count} {findings} now\n", path.display()))
}
