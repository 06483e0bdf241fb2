//! `lint`: which types of this program break in the formats that they meet.

use super::baseline::{BaselineFile, Known};
use super::output::Format;
use super::selection::Selection;
use super::surveyed::{Asked, surveyed};
use crate::command::Failure;
use crate::output::{self, Output};
use wirecheck_lint::report::{BaselineEntry, Totals};

/// How the command ends.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  nothing was found
  1  something was found
  2  the arguments make no sense, or the program cannot be looked at
  3  the program does not build, or the output could not be written
  4  the baseline knows findings that are gone: `--update-baseline`

A finding that is right to ignore: `// wirecheck: allow(WC0040) = \"reason\"` on its line, or above.";

/// What to look at, and how to tell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Lint {
    #[command(flatten)]
    asked: Asked,

    /// How findings are written
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    #[command(flatten)]
    baseline: BaselineFile,

    /// Name every type, and what is unproven and unseen
    #[arg(short, long)]
    verbose: bool,

    #[command(flatten)]
    selection: Selection,
}

pub(crate) fn run(args: &Lint, output: &Output) -> Result<(), Failure> {
    let scope = args.asked.scope()?;
    let mut found = surveyed(&args.selection, &scope)?;
    let stale = match args.baseline.apply(&mut found, scope.formats.as_deref(), &args.selection.part())? {
        Known::Hidden(stale) => stale,
        Known::Written(text) => {
            output::note(&text);
            return Ok(());
        }
    };
    output.plain(&args.format.text(&found.report, &found.files, output.look())?)?;
    // Standard output is for the findings alone: programs read it.
    output::note(&Totals::of(&found.report).text(&found.report, args.verbose));
    for entry in &stale {
        output::note(&gone(entry));
    }
    match (found.report.is_clean(), stale.is_empty()) {
        (false, _) => Err(Failure::Found),
        (true, false) => Err(Failure::Stale),
        (true, true) => Ok(()),
    }
}

fn gone(entry: &BaselineEntry) -> String {
    format!("stale: nothing breaks {entry} any more; `--update-baseline` takes it out\n")
}
