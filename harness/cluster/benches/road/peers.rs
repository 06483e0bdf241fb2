//! Other engines next to us, where Python has them: the same tasks on as many workers, in the same run.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Names the Python whose packages count. Otherwise it is `python3` of the `PATH`.
const PYTHON: &str = "WIRECHECK_PEERS_PYTHON";

/// What an engine does on this machine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Tasks a second that do nothing.
    pub(crate) tasks: f64,
    /// Of tasks that wait 100 ms.
    pub(crate) efficiency: f64,
    /// Bytes a second of inputs of 64 KiB.
    pub(crate) bytes: f64,
}

/// The figures of an engine, or why there are none.
pub(crate) fn figures(name: &str, package: &str) -> Result<Figures, String> {
    let python =
        std::env::var_os(PYTHON).filter(|python| !python.is_empty()).unwrap_or_else(|| "python3".into());
    let has = Command::new(&python)
        .args(["-c", &format!("import {package}")])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !has.is_ok_and(|status| status.success()) {
        return Err(format!(
            "{name} is skipped: `{}` has no package `{package}`; `{PYTHON}` names another Python",
            python.display()
        ));
    }
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/road/peers.py");
    let output = Command::new(&python)
        .arg(script)
        .arg(name)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{name} is skipped: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let number = |row: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(row)?.trim().parse().ok());
        line.ok_or_else(|| format!("{name} has failed: {}", String::from_utf8_lossy(&output.stderr)))
    };
    Ok(Figures { tasks: number("tasks ")?, efficiency: number("efficiency ")?, bytes: number("bytes ")? })
}
