//! `release`: what is kept and sent now is that of a version, for ever.

use super::files;
use super::workspace::workspace;
use crate::command::Failure;
use crate::output;
use std::path::PathBuf;

/// Which version.
#[derive(Debug, clap::Args)]
pub(crate) struct Release {
    /// The version that is released
    version: String,

    /// Path to the Cargo.toml
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
}

pub(crate) fn run(args: &Release) -> Result<(), Failure> {
    let root = workspace(args.manifest_path.as_deref())?;
    let path = files::lock_path(&root);
    let mut lock = files::lock_there(&path)?;
    lock.release(&args.version).map_err(|error| Failure::Usage(error.to_string()))?;
    files::write(&path, &lock)?;
    output::note(&format!("{} has the release {}\n", path.display(), args.version));
    Ok(())
}
