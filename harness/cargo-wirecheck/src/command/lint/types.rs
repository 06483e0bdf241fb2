//! `types`: every type in every format that it meets, with what the verdict rests on.

use super::output::unwritten;
use super::selection::Selection;
use super::surveyed::{Asked, surveyed};
use crate::command::Failure;
use crate::output::{self, Output};
use std::path::PathBuf;
use std::{fs, io};
use wirecheck_lint::report::{Totals, json, parts_list, types_page, types_table};

/// What to look at, and how to tell.
#[derive(Debug, clap::Args)]
pub(crate) struct Types {
    #[command(flatten)]
    asked: Asked,

    /// How the types are written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    /// Also write them to a file as a page for a browser
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// Also what each type is made of; name what is unproven and unseen
    #[arg(short, long)]
    verbose: bool,

    #[command(flatten)]
    selection: Selection,
}

/// How types are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A line for each type
    Table,
    /// Everything, for programs: the same as `lint --format json`
    Json,
}

pub(crate) fn run(args: &Types, output: &Output) -> Result<(), Failure> {
    let found = surveyed(&args.selection, &args.asked.scope()?)?;
    let report = &found.report;
    if let Some(path) = &args.html {
        let failed = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        fs::write(path, types_page(report, &found.files)).map_err(failed)?;
    }
    let text = match args.format {
        Format::Table if args.verbose => types_table(report, output.look()) + &parts_list(report),
        Format::Table => types_table(report, output.look()),
        Format::Json => json(report).map_err(|error| unwritten(&error))?,
    };
    output.plain(&text)?;
    output::note(&Totals::of(report).text(report, args.verbose));
    Ok(())
}
