//! Workers that end while values wait unread, in both directions: a death costs its own task and is told as a crash.

#[path = "support/closing.rs"]
mod closing;
mod support;
#[path = "support/verbs.rs"]
mod verbs;

use support::{alone, raise};
use verbs::{Setting, VERBS, Verb, What, call};
use wirecheck::{Batch, Exit, Transfer};

wirecheck::test_support!();

const LEN: usize = 200_000;

#[test]
fn a_worker_that_ends_costs_its_own_task_by_each_verb() {
    let _alone = alone();
    for verb in VERBS {
        for (batch, workers) in
            [(Batch::Fixed(8), 1), (Batch::Fixed(8), 2), (Batch::Auto, 2), (Batch::Fixed(1), 1)]
        {
            for bad in [0, 5, 11] {
                let backend = Setting { batch, workers, ..Setting::default() }.build();
                let mut whats = [What::Nothing; 12];
                whats[bad] = What::Exit(3);
                let context = format!("{verb:?}, {batch:?}, {workers} workers, input {bad}");
                call(&backend, verb, &whats, LEN).check(&context, verb, bad, LEN, |error| {
                    error.is_crash() && error.exit() == Some(Exit::Code(3))
                });
            }
        }
    }
}

#[test]
fn a_worker_that_ends_costs_its_own_task_by_each_way_of_values() {
    let _alone = alone();
    for transfer in Transfer::ALL {
        for what in [What::Exit(0), What::Abort] {
            for round in 0..6 {
                let (bad, workers) = (4 + round % 3, 1 + round % 2);
                let backend =
                    Setting { batch: Batch::Fixed(8), workers, transfer, ..Setting::default() }.build();
                let mut whats = [What::Nothing; 14];
                whats[bad] = what;
                let context = format!("{transfer:?}, {what:?}, round {round}");
                call(&backend, Verb::TryMap, &whats, LEN)
                    .check(&context, Verb::TryMap, bad, LEN, |error| error.is_crash());
            }
        }
        let backend = Setting { is_pool: false, transfer, ..Setting::default() }.build();
        let whats = [What::Nothing, What::Exit(3), What::Nothing];
        call(&backend, Verb::TryMap, &whats, LEN).check(
            &format!("{transfer:?}, spawn"),
            Verb::TryMap,
            1,
            LEN,
            |error| error.is_crash(),
        );
    }
}

/// Killed from outside, at any moment: at most the task that ran is lost, and none runs twice.
#[test]
fn a_worker_that_is_killed_between_large_values_harms_no_other_task() {
    let _alone = alone();
    for round in 0..12_u64 {
        let backend = Setting { batch: Batch::Fixed(8), workers: 2, ..Setting::default() }.build();
        let workers = support::children();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_micros(700 * round));
            for worker in workers {
                let _ = std::process::Command::new("kill").args(["-KILL", &worker]).status();
            }
        });
        let outcome = call(&backend, Verb::TryMap, &[What::Nothing; 24], LEN);
        killer.join().unwrap();
        let failed = outcome.results.iter().filter(|(_, result)| result.is_err()).count();
        assert!(failed <= 2, "round {round}: {failed} of them failed");
        for (number, result) in &outcome.results {
            let again = outcome.begun[*number];
            assert!(again <= 1, "round {round}: input {number} was begun {again} times");
            match result {
                Ok(bytes) => assert_eq!((bytes.len(), usize::from(bytes[7])), (LEN, number + 1)),
                Err(error) => assert!(error.is_crash(), "round {round}: {error}"),
            }
        }
    }
}
