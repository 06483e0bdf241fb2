//! What the operating system gives: the bounds for everybody.

use super::child;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

/// A task's frame is about this long.
const MESSAGE: usize = 24;

/// A process that sends back what it is sent.
pub(crate) struct PingPong {
    ours: Option<UnixStream>,
    child: Child,
}

impl PingPong {
    pub(crate) fn start() -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        let mut started = Self { ours: Some(ours), child: child::with_socket("ping", theirs.into())? };
        // Until it answers it is still being loaded.
        started.seconds(1)?;
        Ok(started)
    }

    /// Of so many round trips.
    pub(crate) fn seconds(&mut self, rounds: u32) -> io::Result<f64> {
        let Some(socket) = &mut self.ours else { return Err(io::ErrorKind::NotConnected.into()) };
        let (sent, mut message) = ([7; MESSAGE], [0; MESSAGE]);
        let start = Instant::now();
        for _ in 0..rounds {
            socket.write_all(&sent)?;
            socket.read_exact(&mut message)?;
        }
        let seconds = start.elapsed().as_secs_f64();
        assert_eq!(sent, message);
        Ok(seconds)
    }
}

impl Drop for PingPong {
    fn drop(&mut self) {
        // Ends with its input.
        self.ours = None;
        let _ = self.child.wait();
    }
}

pub(crate) fn answer_pings() -> io::Result<()> {
    let mut socket = inherited()?;
    let mut message = [0; MESSAGE];
    while socket.read_exact(&mut message).is_ok() {
        socket.write_all(&message)?;
    }
    Ok(())
}

/// The socket that [`child::with_socket`] handed down.
pub(crate) fn inherited() -> io::Result<UnixStream> {
    let owned: OwnedFd = io::stdin().as_fd().try_clone_to_owned()?;
    Ok(UnixStream::from(owned))
}

/// Seconds to start this executable, which does nothing, and to hear of its end. `Command` uses `posix_spawn`.
pub(crate) fn start_seconds() -> io::Result<f64> {
    let start = Instant::now();
    let status = child::command("nothing").status()?;
    let seconds = start.elapsed().as_secs_f64();
    assert!(status.success());
    Ok(seconds)
}

/// Seconds of `tasks` naps on bare threads, each with its equal share: what the timers allow.
pub(crate) fn nap_seconds(threads: u64, tasks: u64, nap: Duration) -> f64 {
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || (0..tasks / threads).for_each(|_| thread::sleep(nap)));
        }
    });
    start.elapsed().as_secs_f64()
}
