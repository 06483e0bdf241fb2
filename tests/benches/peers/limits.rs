//! What the operating system gives: the bounds for everybody.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Command, ExitCode};
use std::time::Instant;

const CHILD: &str = "WIRECHECK_BENCH_CHILD";
/// A task's frame is about this long.
const MESSAGE: usize = 24;

pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// The child: does nothing, or echoes.
pub(crate) fn serve() -> ExitCode {
    let echo = std::env::var(CHILD).is_ok_and(|what| what == "echo");
    if echo && echo_all().is_err() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn echo_all() -> io::Result<()> {
    // The channel is handed down as standard input: a socket can be written to as well.
    let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut message = [0; MESSAGE];
    while socket.read_exact(&mut message).is_ok() {
        socket.write_all(&message)?;
    }
    Ok(())
}

pub(crate) fn ping_pong_us(rounds: u32) -> io::Result<f64> {
    let (mut ours, theirs) = UnixStream::pair()?;
    let mut child = Command::new("/proc/self/exe").env(CHILD, "echo").stdin(OwnedFd::from(theirs)).spawn()?;
    let mut message = [7; MESSAGE];
    let mut round = || ours.write_all(&message.clone()).and_then(|()| ours.read_exact(&mut message));
    round()?;
    let start = Instant::now();
    for _ in 0..rounds {
        round()?;
    }
    let micros = start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds);
    drop(ours);
    child.wait()?;
    Ok(micros)
}

pub(crate) fn start_us(times: u32) -> io::Result<f64> {
    let start = Instant::now();
    for _ in 0..times {
        let status = Command::new("/proc/self/exe").env(CHILD, "nothing").status()?;
        assert!(status.success());
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(times))
}
