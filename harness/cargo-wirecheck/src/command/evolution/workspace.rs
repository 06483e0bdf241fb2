//! Where the files of a workspace are.

use crate::command::Failure;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of the workspace: paths in a survey are relative to it.
pub(super) fn workspace(manifest: Option<&Path>) -> Result<PathBuf, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["locate-project", "--workspace", "--message-format", "plain"]).stdin(Stdio::null());
    if let Some(manifest) = manifest {
        command.arg("--manifest-path").arg(manifest);
    }
    let output =
        command.output().map_err(|error| Failure::Code(2, format!("cargo cannot be run: {error}")))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        let words = words.trim().trim_start_matches("error: ");
        return Err(Failure::Code(3, format!("cargo cannot read the workspace: {words}")));
    }
    let path = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    Ok(path.parent().unwrap_or(Path::new(".")).to_owned())
}
