//! The worker's side: a process that serves tasks until its parent's end closes.

#[cfg(processes)]
mod fault_injector;
#[cfg(all(test, processes, feature = "bincode"))]
mod fuzz;
#[cfg(processes)]
mod phase_timer;
#[cfg(processes)]
mod responses;
#[cfg(processes)]
mod serve;
#[cfg(processes)]
mod socket;
#[cfg(processes)]
mod stream_marks;
#[cfg(processes)]
mod task_batch;
mod token;

#[cfg(processes)]
pub(crate) use phase_timer::PhaseTimer;
#[cfg(all(processes, feature = "matrix"))]
pub(crate) use phase_timer::peak;
#[cfg(processes)]
pub(crate) use responses::ResponseWriter;
#[cfg(processes)]
pub(crate) use serve::{EXIT_NO_CHANNEL, EXIT_PROTOCOL};
#[cfg(processes)]
pub(crate) use task_batch::TaskBatch;
pub use token::{TaskToken, task_token};

#[cfg(processes)]
use crate::sys;
#[cfg(processes)]
use std::io::Write;

/// Call this first in `main`: in a worker process it serves tasks and never returns.
///
/// A worker is this executable, started again. Everything that `main` does before `init` is done in every
/// worker too. In a process that is no worker `init` returns at once. [`main`](crate::main) puts the call in
/// place, [`test_support!`](crate::test_support) does the same for test harnesses.
///
/// A worker knows that it is one by the environment variable `WIRECHECK_WORKER`, which names its parent and the files
/// of its channel. `init` changes neither the environment nor anything else of a process that is no worker, so it can be
/// called at any time and from any thread. Programs that a task starts are ordinary programs, this one included. In a
/// worker the first thread that calls it serves; the other calls return at once.
///
/// # Exits
/// In a worker it ends the process. So it does, with a message and code 120, where `WIRECHECK_WORKER` was written by
/// somebody else or the channel is not there.
///
/// ```no_run
/// fn main() -> Result<(), wirecheck::Error> {
///     wirecheck::init();
///     let squares = wirecheck::Pool::new()?.map(wirecheck::closure!(|x: u64| x * x), 0..10)?;
///     assert_eq!(squares[9], 81);
///     Ok(())
/// }
/// ```
pub fn init() {
    #[cfg(processes)]
    serve_if_worker();
}

#[cfg(processes)]
fn serve_if_worker() {
    let code = match sys::start() {
        sys::Start::Program => return,
        sys::Start::Worker(channel) => {
            let sys::Channel { socket, control, handles, lifeline, build } = channel;
            let code = serve::serve(socket, control, handles, build);
            // Closed by the end of the process and not before it.
            std::mem::forget(lifeline);
            code
        }
        // Nobody is left to work for, and this process was not started to run `main`.
        sys::Start::Orphan => 0,
        sys::Start::Refused(why) => {
            // There is no channel for it, and the parent, if there is one, shows what its worker wrote last.
            let _ = writeln!(std::io::stderr(), "wirecheck: this process cannot start: {why}");
            EXIT_NO_CHANNEL
        }
    };
    std::process::exit(code)
}

/// Serves a simulated parent until it is done; gives the exit code.
#[cfg(all(test, processes, feature = "bincode"))]
pub(crate) fn serve_simulated(end: crate::simulation::WorkerEnd, control: sys::WorkerControl) -> i32 {
    serve::Worker::new(socket::Socket::Simulated(end), control, None).run_to_end()
}

/// Makes workers of this test program serve before its test harness starts.
///
/// Put it once in a test file, outside functions. Without it a pool in a `#[test]` gets an error that
/// names it.
///
/// ```
/// wirecheck::test_support!();
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! test_support {
    () => {
        const _: () = {
            struct Program;
            #[used]
            static BEFORE_MAIN: fn() = $crate::__private_0_1_0::before_main::<Program>;
        };
    };
}
