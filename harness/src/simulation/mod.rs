//! A pool and its workers on one thread, in virtual time: every run is decided by one number.
//!
//! Callers and workers are coroutines. Each runs the code of a program: the event loop, the pool, and in a worker the loop
//! that serves, with its real control block. They give up their turn where that code waits (`clock`), and workers also at
//! each change of the control block ([`hooks::step`]). Whose turn is next, how long it takes, how many bytes go through, and
//! where a process is killed or stopped: all of it comes from one random sequence. So a failure is repeated by its seed.
//!
//! Time passes only here. When nobody can go on it jumps to the next deadline, so that a limit of a minute costs nothing. If
//! there is no deadline either, nobody would ever go on: that is reported as a failure.

pub(crate) mod hooks;
mod pipe;
mod process;
mod tamper;
mod world;

pub(crate) use pipe::{ParentEnd, WorkerEnd};
pub(crate) use process::{Event, Fate, ProcessId};
pub(crate) use tamper::Tamper;
pub(crate) use world::{Ran, Settings, current_process, is_over, run, spawn, threads, trace, with};
