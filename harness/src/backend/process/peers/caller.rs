//! The threads of the program: each makes its calls, one after another.

use super::peer::Peer;
use super::plan::{Call, Caller, Verb};
use super::record::{begins_call, ends_calls, fetched, now, work};
use crate::Bincode;
use crate::backend::process::call::{map, map_iter, map_unordered, try_map};
use crate::backend::process::jobs::Processes;
use crate::backend::process::task::PreparedTask;
use crate::error::Error;
use crate::progress::Hook;
use crate::simulation::{hooks, trace};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

pub(super) type Value = (u64, String);

/// What a call came to.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) call: Call,
    pub(super) began: Duration,
    pub(super) ended: Duration,
    /// Each result with the index of its input.
    pub(super) results: Vec<(u64, Result<Value, Error>)>,
    /// Why the call as a whole failed.
    pub(super) failed: Option<Error>,
}

pub(super) type Outcomes = Rc<RefCell<Vec<Outcome>>>;

/// Makes the calls of one thread.
pub(super) fn calls(at: usize, processes: &Arc<Processes<Peer>>, caller: Caller, outcomes: &Outcomes) {
    for call in caller.calls {
        let began = now();
        begins_call(at);
        trace(|| format!("calls {:?} of {} from {}", call.verb, call.tasks.len(), call.first));
        let (results, failed) = make(processes, &call);
        trace(|| format!("has {} results, {failed:?}", results.len()));
        outcomes.borrow_mut().push(Outcome { call, began, ended: now(), results, failed });
    }
    ends_calls(at);
}

type Results = (Vec<(u64, Result<Value, Error>)>, Option<Error>);

fn make(processes: &Arc<Processes<Peer>>, call: &Call) -> Results {
    match attempt(processes, call) {
        Ok(results) => results,
        Err(error) => (Vec::new(), Some(error)),
    }
}

fn attempt(processes: &Arc<Processes<Peer>>, call: &Call) -> Result<Results, Error> {
    let pool = processes.pool();
    let hook = Hook::default();
    let inputs = call.first..call.first + call.tasks.len() as u64;
    if call.verb == Verb::Submit {
        return Ok((submit(processes, call), None));
    }
    let task = PreparedTask::<Bincode, u64, Value>::new(&work, pool.admit_call()?)?;
    let mut failed = None;
    let results = match call.verb {
        Verb::Map => (0..).zip(map(pool, &hook, task, inputs)?.into_iter().map(Ok)).collect(),
        Verb::TryMap => (0..).zip(try_map(pool, &hook, task, inputs)?).collect(),
        Verb::Iter => {
            let results = map_iter(pool, &hook, task, inputs).take(call.fetched);
            (0..).zip(results).inspect(|_| pause(call)).collect()
        }
        Verb::Unordered | Verb::Submit => map_unordered(pool, &hook, task, inputs)
            .take(call.fetched)
            .map(|(index, result)| (index as u64, result))
            .inspect(|(index, _)| fetched(call.first.wrapping_add(*index)))
            .inspect(|_| pause(call))
            .collect::<Vec<_>>(),
    };
    let mut kept = Vec::new();
    for (index, result) in results {
        match result {
            // The item of an iterator that says why it ends; nothing may follow it.
            Err(error) if error.index().is_none_or(|at| at != index) || is_of_call(&error) => {
                assert!(failed.is_none(), "two items say why the call failed: {failed:?}, {error}");
                failed = Some(error);
            }
            result => {
                assert!(failed.is_none(), "a result after the call has failed: {failed:?}");
                kept.push((index, result));
            }
        }
    }
    Ok((kept, failed))
}

/// The reader of an iterator does something else.
fn pause(call: &Call) {
    if !call.pause.is_zero() {
        hooks::sleep(call.pause);
    }
}

/// Whether an error is of a call and not of one of its tasks.
fn is_of_call(error: &Error) -> bool {
    error.is_start_failure()
        || error.is_refused()
        || error.is_cancelled()
        || error.to_string().contains("initializer")
}

fn submit(processes: &Arc<Processes<Peer>>, call: &Call) -> Vec<(u64, Result<Value, Error>)> {
    let pool = processes.pool();
    let inputs = call.first..call.first + call.tasks.len() as u64;
    let jobs: Vec<_> = inputs
        .map(|input| {
            let task = PreparedTask::<Bincode, u64, Value>::new(&work, pool.admit_job()?)?;
            processes.submit(task, input)
        })
        .collect();
    if let Some(after) = call.cancels {
        hooks::sleep(after);
        for job in jobs.iter().step_by(2).flatten() {
            let is_cancelled = job.cancel();
            trace(|| format!("cancels a job: {is_cancelled}"));
        }
    }
    (0..).zip(jobs.into_iter().map(|job| job.and_then(|job| job.join()))).collect()
}
