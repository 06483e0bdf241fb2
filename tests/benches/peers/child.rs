//! This executable, started again as something else than the benchmark.

use super::{Outcome, echo, limits, memory, peak};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitCode, Stdio};

const ROLE: &str = "WIRECHECK_BENCH_CHILD";

/// What to be, and no more than that: as near to a bare process as this executable comes.
pub(crate) fn command(role: &str) -> Command {
    let mut command = Command::new("/proc/self/exe");
    command.env(ROLE, role);
    command
}

/// Starts a role with a socket; it is handed down as standard input, which can be written to as well.
pub(crate) fn with_socket(role: &str, socket: OwnedFd) -> std::io::Result<Child> {
    command(role).stdin(socket).stdout(Stdio::null()).spawn()
}

/// Plays the role, when there is one.
pub(crate) fn played() -> Option<ExitCode> {
    let role = std::env::var(ROLE).ok()?;
    let (name, size) = role.split_once(' ').unwrap_or((&role, ""));
    let outcome: Outcome<()> = match name {
        "nothing" => Ok(()),
        "ping" => limits::answer_pings().map_err(Into::into),
        "echo" => echo::answer().map_err(Into::into),
        "memory" => memory::tell(size),
        "peak" => peak::tell(size),
        _ => Err(format!("there is no role `{role}`").into()),
    };
    Some(if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
