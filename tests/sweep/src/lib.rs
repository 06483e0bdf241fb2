//! Fails the system calls of a pool, one in each run, and judges what comes of it.
//!
//! A run is a fixed program (`scenario`) under `ptrace`. A [`Fault`](fault::Fault) names a side, a call, an errno and which
//! of the calls fail. The judge holds the run to what a pool promises: an equal result or a typed error in bounded time, no task
//! run twice, and nothing left.
//!
//! Why `ptrace`: the tracer sees every process that the program starts, so it knows the side of a call, counts calls of all
//! threads together, and finds what is left behind without asking the program. `strace -e inject` counts for each thread and
//! cannot fail the calls of one worker only. `nix` has `ptrace` without `unsafe`.

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod calls;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod fault;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod judge;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod plan;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod report;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod run;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod sweep;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod tracer;
