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
mod task_batch;

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

#[cfg(processes)]
use crate::sys;

/// Call this first in `main`: in a worker process it serves tasks and never returns.
///
/// A worker is this executable, started again. Everything that `main` does before `init` is done in every
/// worker too. In a process that is no worker it returns at once. [`main`](crate::main) puts the call in
/// place, [`test_support!`](crate::test_support) does the same for test harnesses.
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
    let Some(inherited) = sys::inherited() else { return };
    let code = match inherited {
        Ok(ends) => {
            let sys::Inherited { socket, control, handles, lifeline } = ends;
            let code = serve::serve(socket, control, handles);
            // Closed by the end of the process and not before it.
            std::mem::forget(lifeline);
            code
        }
        // There is no channel to tell it on; the parent reports that the worker did not greet.
        Err(_) => EXIT_NO_CHANNEL,
    };
    std::process::exit(code)
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
