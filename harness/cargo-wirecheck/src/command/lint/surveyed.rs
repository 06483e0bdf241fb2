//! A program, surveyed and judged.

use super::selection::Selection;
use crate::command::Failure;
use std::path::{Path, PathBuf};
use wirecheck_lint::report::{Files, Report, Scope};
use wirecheck_lint::reported;
use wirecheck_rules::FORMATS;

/// Which types and formats are judged.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Asked {
    /// `auto`: the formats that each type meets; or what if each type met these: `bincode,json`
    #[arg(long, value_name = "LIST", default_value = "auto", value_delimiter = ',')]
    formats: Vec<String>,

    /// Also types of dependencies that only dependencies send
    #[arg(long)]
    dependencies: bool,
}

impl Asked {
    /// # Errors
    /// When a format is not known.
    pub(super) fn scope(&self) -> Result<Scope, Failure> {
        let has_dependencies = self.dependencies;
        if self.formats.iter().all(|format| format == "auto") {
            return Ok(Scope { formats: None, has_dependencies });
        }
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        match self.formats.iter().find(|format| !names.contains(&format.as_str())) {
            None => Ok(Scope { formats: Some(self.formats.clone()), has_dependencies }),
            Some(other) => Err(Failure::Usage(format!(
                "there is no format `{other}`; `--formats auto` takes those that are met, or name some of {}",
                names.join(", ")
            ))),
        }
    }
}

/// A report with the files that it is about.
pub(super) struct Surveyed {
    pub(super) report: Report,
    pub(super) files: Files,
}

/// Builds the program and judges its types.
pub(super) fn surveyed(selection: &Selection, scope: &Scope) -> Result<Surveyed, Failure> {
    let found = reported(&selection.options(), scope)
        .map_err(|error| Failure::Code(error.exit_code(), error.to_string()))?;
    let files = Files::new(&found.root).below(&below(&found.root));
    Ok(Surveyed { report: found.report, files })
}

/// Where the workspace lies in its repository.
fn below(root: &Path) -> PathBuf {
    let repository = root.ancestors().find(|folder| folder.join(".git").exists());
    repository
        .and_then(|repository| root.strip_prefix(repository).ok())
        .map(Path::to_owned)
        .unwrap_or_default()
}
