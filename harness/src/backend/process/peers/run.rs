//! One run, from its seed to the judgment.

use super::caller::{Outcomes, calls};
use super::judge::judge;
use super::launcher::PeerLauncher;
use super::peer::Peer;
use super::plan::Plan;
use super::record;
use crate::backend::process::jobs::Processes;
use crate::backend::process::pool::PoolState;
use crate::simulation::{self, Ran, Settings, hooks};
use std::panic::{AssertUnwindSafe, catch_unwind};
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
pub(super) fn run(seed: u64, traced: bool) -> Result<Done, String> {
    let plan = Rc::new(Plan::new(seed));
    let outcomes = Outcomes::default();
    record::begin(Rc::clone(&plan));
    let settings = Settings {
        seed: !seed,
        turn: plan.turn,
        switch: plan.switch,
        callers: plan.lots,
        splits: plan.splits,
        traced,
        watch: record::watch,
        ended: record::ended,
        check: record::check,
    };
    let ran = catch_unwind(AssertUnwindSafe(|| simulation::run(settings, || set_up(&plan, &outcomes))));
    let run = record::end();
    let words = |why: String| {
        if traced { format!("{why}\n{}", run.plan) } else { why }
    };
    match ran {
        Ok((ran, trace)) => {
            let tasks = run.record.executions.len();
            judge(&run, &outcomes.borrow())
                .map(|()| Done { ran, workers: run.record.workers.len(), tasks })
                .map_err(|why| format!("{}\n{}", trace.join("\n"), words(why)))
        }
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(words(text.unwrap_or_default()))
        }
    }
}

fn set_up(plan: &Rc<Plan>, outcomes: &Outcomes) {
    let launcher = PeerLauncher { capacity: plan.capacity };
    let pool: PoolState<Peer> = PoolState::over(launcher, plan.config.clone(), 1, 1).expect("a pool");
    let processes = Arc::new(Processes::over(pool));
    for (at, caller) in plan.callers.iter().enumerate() {
        let (processes, outcomes, caller) = (Arc::clone(&processes), Rc::clone(outcomes), caller.clone());
        simulation::spawn(&format!("caller {at}"), move || calls(at, &processes, caller, &outcomes));
    }
    if let Some(after) = plan.terminated {
        simulation::spawn("stopper", move || {
            hooks::sleep(after);
            processes.pool().terminate();
        });
    }
}
