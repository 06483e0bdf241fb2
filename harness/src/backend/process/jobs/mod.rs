//! `submit`: jobs, which one thread runs for all callers, and callbacks.

mod callbacks;
mod dispatcher;
mod job_source;
mod processes;
mod queue;

pub(crate) use processes::Processes;
