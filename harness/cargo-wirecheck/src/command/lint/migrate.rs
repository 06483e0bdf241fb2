//! `migrate`: what leaving bincode means for each type that this program writes or reads with it.

use super::output::unwritten;
use super::selection::Selection;
use crate::command::Failure;
use crate::output::{self, Output};
use std::ffi::OsString;
use std::path::PathBuf;
use std::{fs, io};
use wirecheck_lint::migrate::{
    MeasureOptions, Migration, TARGETS, Target, measure, migrated, migration_json, migration_markdown,
    migration_page, migration_text, target,
};

/// What to look at, and how to tell.
#[derive(Debug, clap::Args)]
pub(crate) struct Migrate {
    /// The format to leave
    #[arg(long, value_name = "FORMAT", default_value = "bincode")]
    from: From,

    /// Formats to move to
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "postcard,bincode2,wincode,bitcode,messagepack,cbor"
    )]
    to: Vec<String>,

    /// How it is written
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Also write a page for a browser, Markdown and JSON to this folder
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,

    /// Also types of dependencies that only dependencies send
    #[arg(long)]
    dependencies: bool,

    /// Run a command, such as `-- cargo test`, and measure each value that it writes with bincode 1 in the other formats
    #[arg(long, requires = "command")]
    measure: bool,

    #[command(flatten)]
    selection: Selection,

    /// The command that is measured
    #[arg(last = true, value_name = "COMMAND", requires = "measure")]
    command: Vec<OsString>,
}

/// Formats that can be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum From {
    /// Version 1, and version 2 through serde
    Bincode,
}

/// How a migration is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Human,
    /// Everything, for programs
    Json,
    /// For an issue or a pull request
    Markdown,
}

pub(crate) fn run(args: &Migrate, output: &Output) -> Result<(), Failure> {
    let From::Bincode = args.from;
    let targets = targets(&args.to)?;
    let failed = |error: wirecheck_lint::Error| Failure::Code(error.exit_code(), error.to_string());
    let mut found = migrated(&args.selection.options(), &targets, args.dependencies).map_err(failed)?;
    if args.measure {
        let options =
            MeasureOptions { options: args.selection.options(), command: args.command.clone(), targets };
        let measured = measure(&options).map_err(failed)?;
        found.measured = Some(measured);
    }
    let text = match args.format {
        Format::Human => migration_text(&found),
        Format::Json => migration_json(&found).map_err(|error| unwritten(&error))?,
        Format::Markdown => migration_markdown(&found),
    };
    if let Some(folder) = &args.report {
        write(folder, &found)?;
    }
    output.plain(&text)?;
    output::note(&count(&found));
    match found.measured {
        Some(measured) if measured.exit_code != Some(0) => {
            let words = measured
                .exit_code
                .map_or_else(|| "by a signal".to_owned(), |code| format!("with exit code {code}"));
            let text = format!("`{}` ended {words}; what it wrote until then is above", measured.command);
            Err(Failure::Code(3, text))
        }
        _ => Ok(()),
    }
}

fn targets(names: &[String]) -> Result<Vec<&'static Target>, Failure> {
    let found = |name: &String| {
        target(name).ok_or_else(|| {
            let known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            Failure::Usage(format!(
                "nothing is known of a move to `{name}`; name some of {}",
                known.join(", ")
            ))
        })
    };
    names.iter().map(found).collect()
}

fn write(folder: &PathBuf, found: &Migration) -> Result<(), Failure> {
    let failed = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", folder.display()));
    let json = migration_json(found).map_err(|error| unwritten(&error))?;
    fs::create_dir_all(folder).map_err(failed)?;
    let texts = [
        ("migrate.html", migration_page(found)),
        ("migrate.md", migration_markdown(found)),
        ("migrate.json", json),
    ];
    for (name, text) in texts {
        fs::write(folder.join(name), text).map_err(failed)?;
    }
    Ok(())
}

fn count(found: &Migration) -> String {
    let (types, calls, unseen) = (found.types.len(), found.calls(), found.unseen.len());
    let plural = |count: usize, one: &str, many: &str| {
        if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
    };
    let measured = found.measured.as_ref().map_or_else(String::new, |measured| {
        let values: u64 = measured.types.iter().map(|values| values.compared).sum();
        format!("; {values} values of {} measured", plural(measured.processes, "process", "processes"))
    });
    let (types, calls) = (plural(types, "type", "types"), plural(calls, "call", "calls"));
    format!("{types} in {calls} of bincode, {unseen} unseen{measured}\n")
}
