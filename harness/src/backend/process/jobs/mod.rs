//! `submit`: jobs that one thread runs for all callers, and what is done with their results.

mod callbacks;
mod dispatcher;
mod job_source;
mod processes;
mod queue;

pub(crate) use processes::Processes;
