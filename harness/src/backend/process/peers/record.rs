//! What happened in a run: what its tasks did, and what its workers had noted and answered.

use super::judge::{LATE, bound};
use super::plan::{Behaviour, Plan, Preparation, Start, result_of};
use crate::Bincode;
use crate::backend::process::task::{Admission, PreparedTask, Preparing};
use crate::backend::process::worker::{Initializer, TaskId};
use crate::error::Exit;
use crate::simulation::{self, ProcessId, hooks, trace};
use crate::sys::ParentControl;
use crate::wire::INITIALIZER;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

thread_local! {
    static RUN: RefCell<Option<Run>> = const { RefCell::new(None) };
}

/// The run of this thread.
pub(super) struct Run {
    pub(super) plan: Rc<Plan>,
    pub(super) record: Record,
    /// The most that it may take.
    bound: Duration,
    /// Turns until the next look at the limits.
    looks_in: u32,
}

/// Turns between two looks at the limits.
const LOOK_EVERY: u32 = 16;

#[derive(Debug, Default)]
pub(super) struct Record {
    /// Of each input, in the order in which they began.
    pub(super) executions: BTreeMap<u64, Vec<Execution>>,
    /// Inputs whose answers were collected or sent, and when.
    pub(super) answered: BTreeMap<u64, Duration>,
    /// Inputs whose results were fetched from an iterator, and when.
    pub(super) fetched: BTreeMap<u64, Duration>,
    pub(super) workers: Vec<WorkerRecord>,
    /// When the call began that a thread of the program is in.
    calls: BTreeMap<usize, Duration>,
    /// Starts, those that failed too.
    pub(super) starts: usize,
}

#[derive(Debug)]
pub(super) struct Execution {
    pub(super) worker: usize,
    /// When its task was noted as running.
    pub(super) noted: Duration,
    pub(super) has_ended: bool,
}

#[derive(Debug)]
pub(super) struct WorkerRecord {
    /// Which of all starts it was.
    pub(super) start: usize,
    pub(super) control: Arc<ParentControl>,
    /// What is noted as running, and since when.
    noted: Option<(TaskId, Duration)>,
    /// The tasks that it has counted as begun, and those of them that it has noted.
    begun: (u64, u64),
    /// Whether that has its answer already.
    is_answered: bool,
    /// Whether its code has returned. A worker that is stopped just then does not note that.
    has_returned: bool,
    /// The input of the task that has ended and is not answered.
    unanswered: Option<u64>,
    emitted: u64,
    /// What was noted when it ended, when that was, and how it ended.
    pub(super) end: Option<WorkerEnd>,
    /// Whether the pool has seen its end.
    pub(super) is_collected: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct WorkerEnd {
    pub(super) noted: Option<TaskId>,
    /// Since when that was noted.
    pub(super) since: Duration,
    /// Whether it had counted a task as begun and not noted yet which one that is.
    pub(super) is_between: bool,
    pub(super) at: Duration,
    pub(super) exit: Exit,
}

pub(super) fn begin(plan: Rc<Plan>) {
    let bound = bound(&plan);
    RUN.set(Some(Run { plan, record: Record::default(), bound, looks_in: 0 }));
}

pub(super) fn end() -> Run {
    RUN.take().expect("a run")
}

pub(super) fn with<T>(f: impl FnOnce(&mut Run) -> T) -> T {
    RUN.with_borrow_mut(|run| f(run.as_mut().expect("a run")))
}

/// The virtual time.
pub(super) fn now() -> Duration {
    Duration::from_nanos(hooks::nanos().unwrap_or_default())
}

/// A worker starts, as the plan says.
pub(super) fn next_start() -> Start {
    with(|run| {
        let at = run.record.starts;
        run.record.starts += 1;
        run.plan.starts.get(at).cloned().unwrap_or_default()
    })
}

pub(super) fn started(id: ProcessId, control: Arc<ParentControl>) {
    with(|run| {
        assert_eq!(id.0, run.record.workers.len());
        run.record.workers.push(WorkerRecord {
            start: run.record.starts - 1,
            control,
            noted: None,
            begun: (0, 0),
            is_answered: false,
            has_returned: false,
            unanswered: None,
            emitted: 0,
            end: None,
            is_collected: false,
        });
    });
}

/// The pool has let go of a worker.
pub(super) fn collected(id: ProcessId) {
    with(|run| run.record.workers[id.0].is_collected = true);
}

/// Looks at the control block of a worker after each of its steps.
pub(super) fn watch(id: ProcessId) {
    with(|run| {
        let Run { record, .. } = run;
        let worker = &mut record.workers[id.0];
        let running = worker.control.running();
        worker.begun.0 = worker.control.begun();
        if running != worker.noted.map(|(task, _)| task) {
            worker.noted = running.map(|task| (task, now()));
            worker.is_answered = false;
            worker.has_returned = false;
            if running.is_some() {
                worker.begun.1 = worker.begun.0;
            }
        }
        let emitted = worker.control.emitted();
        if emitted > worker.emitted {
            worker.emitted = emitted;
            worker.is_answered |= worker.unanswered.is_some();
            record.answered.extend(worker.unanswered.take().map(|input| (input, now())));
        }
    });
}

/// A worker has ended.
pub(super) fn ended(id: ProcessId, exit: Exit) {
    watch(id);
    with(|run| {
        let worker = &mut run.record.workers[id.0];
        worker.end = Some(WorkerEnd {
            noted: worker.control.running(),
            since: worker.noted.map_or_else(now, |(_, since)| since),
            is_between: worker.begun.0 > worker.begun.1,
            at: now(),
            exit,
        });
    });
}

/// Looks whether something goes on beyond its limit.
///
/// # Panics
/// When something does.
pub(super) fn check() {
    with(|run| {
        if run.looks_in > 0 {
            run.looks_in -= 1;
            return;
        }
        run.looks_in = LOOK_EVERY;
        let now = now();
        assert!(now <= run.bound, "the run takes longer than {:?}:\n{}", run.bound, simulation::threads());
        if run.plan.has_pauses() {
            return;
        }
        let limits = (run.plan.config.task_timeout, run.plan.config.call_timeout);
        if let Some(limit) = limits.0 {
            for (at, worker) in
                run.record.workers.iter().enumerate().filter(|(_, worker)| worker.end.is_none())
            {
                let is_over = worker.is_answered || worker.has_returned;
                let counts = |task: &TaskId| task.0 != INITIALIZER && !is_over;
                let since = worker.noted.filter(|(task, _)| counts(task)).map(|(_, since)| since);
                let is_late = since.is_some_and(|since| now > since + limit + LATE);
                assert!(
                    !is_late,
                    "worker {at} runs a task beyond its limit: {:?}\n{}",
                    worker.noted,
                    simulation::threads()
                );
            }
        }
        if let Some(limit) = limits.1 {
            let is_late = |began: &Duration| now > *began + limit + LATE;
            assert!(
                !run.record.calls.values().any(is_late),
                "a call goes on beyond its limit:\n{}",
                simulation::threads()
            );
        }
    });
}

/// A result was fetched from an iterator.
pub(super) fn fetched(input: u64) {
    with(|run| run.record.fetched.insert(input, now()));
}

/// A call begins; the thread's last one has ended.
pub(super) fn begins_call(caller: usize) {
    with(|run| run.record.calls.insert(caller, now()));
}

/// The last call of a thread has ended.
pub(super) fn ends_calls(caller: usize) {
    with(|run| run.record.calls.remove(&caller));
}

/// The initializer of all runs that have one.
pub(super) fn initializer() -> Initializer {
    let admission =
        Admission { store: &Initializer::store(), stopwatch: None, of: Preparing::Initializer, backend: "" };
    let prepared = PreparedTask::<Bincode, (), ()>::new(&prepare, admission);
    prepared.and_then(Initializer::new).expect("a function that is in the table")
}

fn prepare() {
    let Some(id) = simulation::current_process().filter(|_| !simulation::is_over()) else { return };
    let preparation = with(|run| {
        let start = run.record.workers[id.0].start;
        run.plan.starts.get(start).map_or(Preparation::Works, |start| start.preparation)
    });
    trace(|| format!("prepares: {preparation:?}"));
    hooks::step();
    match preparation {
        Preparation::Works => {}
        Preparation::Dies => id.exit(Exit::Signal(11)),
        Preparation::Panics => panics("the initializer panics as planned"),
    }
}

/// The task of all runs.
pub(super) fn work(input: u64) -> (u64, String) {
    let id = simulation::current_process().filter(|_| !simulation::is_over());
    // The thread of a process that has ended: nothing counts any more.
    let Some(id) = id else { return (0, String::new()) };
    let (behaviour, times) = with(|run| {
        let behaviour = run.plan.behaviour(input);
        let worker = &run.record.workers[id.0];
        let noted = worker.noted.map_or_else(now, |(_, since)| since);
        let executions = run.record.executions.entry(input).or_default();
        executions.push(Execution { worker: id.0, noted, has_ended: false });
        (behaviour, executions.len())
    });
    trace(|| format!("begins {input}: {behaviour:?}, time {times}"));
    match behaviour {
        Behaviour::Returns | Behaviour::Panics | Behaviour::Large(_) => hooks::step(),
        Behaviour::Takes(time) => hooks::sleep(time),
        Behaviour::Never => hooks::sleep(Duration::from_secs(1_000_000)),
        Behaviour::Ends(after, exit) => {
            hooks::sleep(after);
            id.exit(exit);
        }
        Behaviour::EndsOnce(exit) if times == 1 => id.exit(exit),
        Behaviour::EndsOnce(_) => {}
        Behaviour::ClosesDescriptors => id.close_descriptors(),
    }
    if !simulation::is_over() {
        with(|run| {
            run.record.workers[id.0].unanswered = Some(input);
            run.record.workers[id.0].has_returned = true;
            let executions = run.record.executions.get_mut(&input);
            if let Some(last) = executions.and_then(|all| all.last_mut()) {
                last.has_ended = true;
            }
        });
        trace(|| format!("ends {input}"));
    }
    if behaviour == Behaviour::Panics {
        panics("the task panics as planned");
    }
    result_of(input, behaviour)
}

/// Without the hook: a backtrace would make the length of the message, and with it the whole run, depend on a variable.
fn panics(message: &'static str) -> ! {
    std::panic::resume_unwind(Box::new(message))
}
