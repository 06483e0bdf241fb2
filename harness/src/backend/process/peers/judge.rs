//! What must hold of every run.

use super::caller::{Outcome, Value};
use super::plan::{Behaviour, Plan, Preparation, Start, Verb, result_of};
use super::record::{Record, Run, WorkerEnd, WorkerRecord};
use crate::error::{Error, Exit};
use crate::simulation::Event;
use std::collections::BTreeSet;
use std::time::Duration;

/// How much later than its limit something may be stopped.
pub(super) const LATE: Duration = Duration::from_millis(1_600);
/// How much shorter than noted a task may have run: the time between two steps of its worker.
const EARLY: Duration = Duration::from_millis(2);
/// What each start, and each end, of a worker may take: the pool waits for it.
const PER_WORKER: Duration = Duration::from_secs(13);

/// The most that a run may take in virtual time.
pub(super) fn bound(plan: &Plan) -> Duration {
    let tasks = plan.callers.iter().flat_map(|caller| &caller.calls).flat_map(|call| &call.tasks);
    let limit = plan.config.task_timeout.or(plan.config.call_timeout);
    let work: Duration = tasks.map(|task| time_of(*task, limit)).sum();
    let workers = plan.starts.len() + plan.config.workers + 2;
    let calls = plan.callers.iter().flat_map(|caller| &caller.calls);
    let pauses: Duration =
        calls.map(|call| call.pause * u32::try_from(call.tasks.len()).unwrap_or(u32::MAX)).sum();
    pauses + work * (1 + plan.config.retries) + PER_WORKER * u32::try_from(workers).unwrap_or(u32::MAX)
}

/// The most time that one execution takes.
fn time_of(task: Behaviour, limit: Option<Duration>) -> Duration {
    let time = match task {
        Behaviour::Takes(time) | Behaviour::Ends(time, _) => time,
        // Somebody else ends it, if no limit does.
        Behaviour::Never => limit.unwrap_or_default() + LATE,
        _ => Duration::ZERO,
    };
    limit.map_or(time, |limit| time.min(limit + LATE)) + Duration::from_secs(1)
}

/// Judges a run that has ended.
///
/// # Errors
/// What does not hold.
pub(super) fn judge(run: &Run, outcomes: &[Outcome]) -> Result<(), String> {
    let Run { plan, record, .. } = run;
    for (at, worker) in record.workers.iter().enumerate() {
        if worker.end.is_none() || !worker.is_collected {
            return Err(format!("worker {at} is left"));
        }
    }
    for (input, executions) in &record.executions {
        if executions.len() > 1 + plan.config.retries as usize {
            return Err(format!("input {input} was run {} times: {executions:?}", executions.len()));
        }
    }
    let calls: usize = plan.callers.iter().map(|caller| caller.calls.len()).sum();
    if outcomes.len() != calls {
        return Err(format!("{} of {calls} calls have ended", outcomes.len()));
    }
    outcomes.iter().try_for_each(|outcome| Judge { plan, record, outcome }.call())
}

struct Judge<'a> {
    plan: &'a Plan,
    record: &'a Record,
    outcome: &'a Outcome,
}

impl Judge<'_> {
    fn call(&self) -> Result<(), String> {
        let Outcome { call, results, failed, .. } = self.outcome;
        let seen: BTreeSet<u64> = results.iter().map(|(index, _)| *index).collect();
        if seen.len() != results.len() || seen.last().is_some_and(|last| *last >= call.tasks.len() as u64) {
            return Err(format!("not one outcome for each input: {seen:?}"));
        }
        let is_streamed = matches!(call.verb, Verb::Iter | Verb::Unordered);
        let due = if is_streamed { call.tasks.len().min(call.fetched) } else { call.tasks.len() };
        // Inputs that a call has not taken when its time is over have one error together.
        let is_cut = results.last().is_some_and(|(_, last)| last.as_ref().is_err_and(is_of_call_limit));
        if failed.is_none() && results.len() != due && !(is_streamed && is_cut) {
            return Err(format!("{} results of {due}", results.len()));
        }
        for (index, result) in results {
            self.result(*index, result).map_err(|why| {
                let input = call.first + index;
                let runs = self.record.executions.get(&input);
                let behaviour = self.plan.behaviour(input);
                format!("{:?} gave {result:?} for {input} ({behaviour:?}, {runs:?}): {why}", call.verb)
            })?;
        }
        match failed {
            Some(error) => self.failure(error).map_err(|why| format!("{:?}: {error}: {why}", call.verb)),
            None => Ok(()),
        }
    }

    /// As its task knows it.
    fn index_of(&self, input: u64) -> u64 {
        let is_job = self.outcome.call.verb == Verb::Submit;
        if is_job { 0 } else { input - self.outcome.call.first }
    }

    fn has_tampered(&self) -> bool {
        self.plan.starts.iter().any(|start| start.tamper.is_some())
    }

    fn took(&self) -> Duration {
        self.outcome.ended - self.outcome.began
    }

    fn result(&self, index: u64, result: &Result<Value, Error>) -> Result<(), String> {
        let input = self.outcome.call.first + index;
        let behaviour = self.plan.behaviour(input);
        let executions = self.record.executions.get(&input).map_or(&[][..], Vec::as_slice);
        match result {
            Ok(value) if *value != result_of(input, behaviour) => Err("another task's result".to_owned()),
            Ok(_) if self.has_waited(input) => Err("it waited behind others for too long".to_owned()),
            Ok(_) if !executions.iter().any(|run| run.has_ended) => {
                Err("a result of a task that did not end".to_owned())
            }
            Ok(_) => Ok(()),
            Err(error) => self.task_error(input, error),
        }
    }

    fn task_error(&self, input: u64, error: &Error) -> Result<(), String> {
        if is_of_call_limit(error) {
            let waits = |answered: &Duration| *answered + LATE < self.outcome.ended;
            let has_waited = self.record.answered.get(&input).is_some_and(waits) && !self.plan.has_pauses();
            holds(!has_waited || self.has_tampered(), "its answer waited until the end of the call")?;
            return self.call_limit();
        }
        if error.is_cancelled() {
            let is_cancelled = self.outcome.call.cancels.is_some() && self.outcome.call.verb == Verb::Submit;
            return holds(is_cancelled || self.plan.may_close(), "nobody cancelled it");
        }
        if error.is_panic() {
            let is_planned = self.plan.behaviour(input) == Behaviour::Panics;
            return holds(is_planned && self.record.executions.contains_key(&input), "it did not panic");
        }
        if error.is_start_failure() || error.is_refused() || error.to_string().contains("initializer") {
            // The call as a whole has failed.
            return self.failure(error);
        }
        if error.is_broken_channel() {
            // A worker that ends after it has counted a task and before it notes it does not say which one that was.
            let was_between = |worker: &WorkerRecord| worker.end.is_some_and(|end| end.is_between);
            let is_known = !self.record.workers.iter().any(was_between);
            return holds(self.has_tampered() || !is_known, "nobody broke the protocol");
        }
        if self.record.answered.contains_key(&input) && !self.has_tampered() {
            return Err("its answer was lost".to_owned());
        }
        if error.is_timeout() {
            return self.task_limit(input);
        }
        if error.is_crash() {
            return self.crash(input);
        }
        self.failure(error)
    }

    /// Whether a result came to its reader too late.
    fn has_waited(&self, input: u64) -> bool {
        let (answered, fetched) = (self.record.answered.get(&input), self.record.fetched.get(&input));
        // A worker that others have stopped answers when it goes on.
        let may_stop = |start: &Start| start.events.iter().any(|(_, event)| *event == Event::Stop);
        if self.plan.has_pauses() || self.plan.starts.iter().any(may_stop) {
            return false;
        }
        let is_late = answered.zip(fetched).is_some_and(|(answered, fetched)| *answered + LATE < *fetched);
        is_late && self.outcome.call.verb == Verb::Unordered
    }

    fn call_limit(&self) -> Result<(), String> {
        let Some(limit) = self.plan.config.call_timeout else { return Err("there is no limit".to_owned()) };
        holds(self.took() >= limit, "the call was stopped too early")?;
        holds(self.took() <= limit + LATE || self.plan.has_pauses(), "the call was stopped too late")
    }

    fn task_limit(&self, input: u64) -> Result<(), String> {
        let Some(limit) = self.plan.config.task_timeout else { return Err("there is no limit".to_owned()) };
        let executions = self.record.executions.get(&input).map_or(&[][..], Vec::as_slice);
        let times: Vec<Duration> = executions
            .iter()
            .filter_map(|run| Some(self.record.workers[run.worker].end?.at.saturating_sub(run.noted)))
            .collect();
        // One whose worker is stopped by others before it begins is noted as running and never does.
        let index = self.index_of(input);
        let is_noted = |end: &&WorkerEnd| end.noted.is_some_and(|(_, noted)| noted == index);
        let ends = self.record.workers.iter().filter_map(|worker| worker.end.as_ref());
        let noted = ends.filter(is_noted).map(|end| end.at.saturating_sub(end.since));
        let was_long = times.iter().copied().chain(noted).any(|time| time + EARLY >= limit);
        // Its process may have been about to end, in the middle of the task, and still have been there.
        let may_linger = self.plan.starts.iter().any(|start| !start.slow_end.is_zero());
        holds(was_long || may_linger, "it was stopped too early")?;
        let is_late = |time: &Duration| *time > limit + LATE;
        holds(!times.iter().any(is_late) || self.plan.has_pauses(), "it was stopped too late")
    }

    /// Whether this many workers ended while they ran the task.
    fn crash(&self, input: u64) -> Result<(), String> {
        let index = self.index_of(input);
        let ended_in = self.record.workers.iter().enumerate().filter(|(at, worker)| {
            let noted = worker.end.and_then(|end| end.noted);
            let ran = self
                .record
                .executions
                .get(&input)
                .is_some_and(|runs| runs.iter().any(|run| run.worker == *at));
            // Its answer may be one that the plan takes away.
            let tampers = self.plan.starts.get(worker.start).is_some_and(|start| start.tamper.is_some());
            worker.end.is_some_and(|end| end.is_between)
                || noted.is_some_and(|(_, noted)| noted == index)
                || (ran && worker.end.is_some_and(|end| tampers || end.exit != Exit::Signal(9)))
        });
        let deaths = ended_in.count();
        // One whose worker broke the protocol counts as tried, whether it had begun or not.
        let is_enough = deaths > self.plan.config.retries as usize || (deaths > 0 && self.has_tampered());
        holds(is_enough, "it crashed less often than that")
    }

    /// Why a call may fail as a whole.
    fn failure(&self, error: &Error) -> Result<(), String> {
        let message = error.to_string();
        if let Some(index) = error.index().filter(|_| self.outcome.call.verb == Verb::Map)
            && !error.is_cancelled()
        {
            return self.task_error(self.outcome.call.first + index, error);
        }
        if message.contains("its call ran longer") {
            return self.call_limit();
        }
        if error.is_cancelled() || message.contains("is closed and takes no more tasks") {
            return holds(self.plan.may_close(), "nobody ended it");
        }
        let starts = &self.plan.starts;
        if message.contains("cannot be started") {
            return holds(starts.iter().any(|start| start.refused), "every worker could be started");
        }
        if message.contains("did not greet within") {
            // The pool may also have waited for the end of another one.
            let has_waited = self.record.workers.len() > 1;
            let is_slow = starts.iter().any(|start| start.never_greets || !start.events.is_empty());
            return holds(is_slow || has_waited, "every worker greets");
        }
        let most = self.record.workers.iter().filter(|worker| worker.end.is_some()).count();
        if message.contains("this backend is stopped") || message.contains("initializer") {
            let fails = starts
                .iter()
                .any(|start| start.preparation != Preparation::Works || !start.events.is_empty());
            let may_fail = fails || self.has_tampered();
            return holds(self.plan.config.initializer.is_some() && may_fail, "the initializer works");
        }
        if message.contains("replaced while it ran") || message.contains("the greeting of a worker") {
            return holds(self.has_tampered(), "every worker is of this program");
        }
        if message.contains("before it greeted") {
            let ends = starts.iter().any(|start| start.ends_at_once || !start.events.is_empty());
            return holds(ends && most >= 1, "no worker ended before that");
        }
        if message.contains("in a row died") {
            return holds(most >= 5, "fewer workers died");
        }
        Err("not an error that this may end with".to_owned())
    }
}

fn is_of_call_limit(error: &Error) -> bool {
    error.to_string().contains("its call ran longer")
}

fn holds(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}
