//! What a process pool owes its users, by the numbers of the checklist in `DESIGN.md`: on `Spawn` and on `Pool`.

#[path = "support/mod.rs"]
mod support;

#[path = "checklist/values.rs"]
mod values;
#[macro_use]
#[path = "checklist/kit.rs"]
mod kit;

#[path = "checklist/a_sending.rs"]
mod a_sending;
#[path = "checklist/b_returning.rs"]
mod b_returning;
#[path = "checklist/c_death.rs"]
mod c_death;
#[path = "checklist/d_shutdown.rs"]
mod d_shutdown;
#[path = "checklist/e_workers.rs"]
mod e_workers;
#[path = "checklist/f_mapping.rs"]
mod f_mapping;
#[path = "checklist/g_input.rs"]
mod g_input;
#[path = "checklist/h_errors.rs"]
mod h_errors;
#[path = "checklist/i_callbacks.rs"]
mod i_callbacks;
#[path = "checklist/i_jobs.rs"]
mod i_jobs;
#[path = "checklist/j_timeouts.rs"]
mod j_timeouts;
#[path = "checklist/k_setup.rs"]
mod k_setup;
#[path = "checklist/l_nesting.rs"]
mod l_nesting;
#[path = "checklist/m_processes.rs"]
mod m_processes;
#[path = "checklist/progress.rs"]
mod progress;
#[path = "checklist/scenarios.rs"]
mod scenarios;

wirecheck::test_support!();
