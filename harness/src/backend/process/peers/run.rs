//! One run, from its seed to the judgment.

use super::caller::{Outcomes, calls};
use super::judge::judge;
use super::launcher::PeerLauncher;
use super::peer::Peer;
use super::plan::{Outside, Plan};
use super::record::{self, Record};
use crate::backend::process::jobs::Processes;
use crate::backend::process::pool::PoolState;
use crate::simulation::{self, Ran, Settings, hooks, trace};
use std::cell::RefCell;
use std::panic::resume_unwind;
use std::rc::Rc;
use std::sync::Arc;

/// What a run came to, if all holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Done {
    pub(super) ran: Ran,
    pub(super) workers: usize,
    pub(super) tasks: usize,
}

/// Runs the schedule of a seed.
///
/// # Errors
/// What does not hold, with the trace if that is wanted.
pub(super) fn run(seed: u64, traced: bool) -> (Result<Done, String>, Vec<String>) {
    let plan = Rc::new(Plan::new(seed));
    let outcomes = Outcomes::default();
    record::begin(Rc::clone(&plan));
    let settings = settings(&plan, seed, traced);
    let (ran, trace) = simulation::run(settings, || set_up(&plan, &outcomes));
    let run = record::end();
    let outcome = match ran {
        Ok(ran) => judge(&run, &outcomes.borrow()).map(|()| Done {
            ran,
            workers: run.record.workers.len(),
            tasks: run.record.executions.len(),
        }),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(text.unwrap_or_default())
        }
    };
    let outcome = outcome
        .map_err(|why| if traced { format!("{}\n{}\n{why}", run.plan, trace.join("\n")) } else { why });
    (outcome, trace)
}

/// Runs `body` as the only thread of a program, with a pool and the workers of `plan`.
///
/// # Panics
/// When `body` does, or when the run breaks a rule of the simulation.
pub(super) fn simulate<T: 'static>(
    plan: Plan,
    body: impl FnOnce(&Arc<Processes<Peer>>) -> T + 'static,
) -> (T, Record) {
    crate::fuzz::stay_outside();
    let plan = Rc::new(plan);
    record::begin(Rc::clone(&plan));
    let result = Rc::new(RefCell::new(None));
    let given = Rc::clone(&result);
    let (outcome, _) = simulation::run(settings(&plan, 0, false), || {
        let processes = processes(&plan);
        simulation::spawn("caller", move || *given.borrow_mut() = Some(body(&processes)));
    });
    let record = record::end().record;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
    assert!(
        record.workers.iter().all(|worker| worker.end.is_some() && worker.is_collected),
        "a worker is left"
    );
    (result.take().expect("a result"), record)
}

fn settings(plan: &Plan, seed: u64, traced: bool) -> Settings {
    Settings {
        seed: !seed,
        turn: plan.turn,
        switch: plan.switch,
        callers: plan.lots,
        splits: plan.splits,
        traced,
        watch: record::watch,
        ended: record::ended,
        check: record::check,
    }
}

fn processes(plan: &Plan) -> Arc<Processes<Peer>> {
    let launcher = PeerLauncher { capacity: plan.capacity };
    let pool: PoolState<Peer> = PoolState::over(launcher, plan.config.clone(), 1, 1).expect("a pool");
    Arc::new(Processes::over(pool))
}

fn set_up(plan: &Rc<Plan>, outcomes: &Outcomes) {
    let processes = processes(plan);
    for (at, caller) in plan.callers.iter().enumerate() {
        let (processes, outcomes, caller) = (Arc::clone(&processes), Rc::clone(outcomes), caller.clone());
        simulation::spawn(&format!("caller {at}"), move || calls(at, &processes, caller, &outcomes));
    }
    if !plan.outside.is_empty() {
        let outside = plan.outside.clone();
        simulation::spawn("outside", move || {
            for (after, what) in outside {
                hooks::sleep(after);
                trace(|| format!("does {what:?}"));
                match what {
                    Outside::Resize(workers) => drop(processes.pool().resize(workers)),
                    Outside::Close => processes.pool().close(),
                    Outside::Join => drop(processes.join()),
                    Outside::Terminate => processes.pool().terminate(),
                }
            }
        });
    }
}
