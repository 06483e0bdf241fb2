//! Whatever workers do wrong, in whatever order: each result is its own input's or an error that names the reason, within a
//! bound; no task runs more often than allowed, and no worker is left behind.

use super::checks::{pool, task};
use super::launcher::{Habits, PeerLauncher};
use super::peer::Misdeed;
use crate::backend::Batch;
use crate::backend::process::call::try_map;
use crate::backend::process::pool::Config;
use crate::progress::Hook;
use proptest::prelude::*;
use std::time::Duration;

fn misdeed() -> impl Strategy<Value = Misdeed> {
    let at = 0_usize..12;
    prop_oneof![
        2 => Just(Misdeed::Nothing),
        1 => Just(Misdeed::EndsAtOnce),
        2 => at.clone().prop_map(Misdeed::DiesBefore),
        2 => at.clone().prop_map(Misdeed::DiesDuring),
        2 => at.clone().prop_map(Misdeed::DiesAfter),
        2 => at.clone().prop_map(Misdeed::DiesUnsent),
        1 => at.clone().prop_map(Misdeed::LosesAnswer),
        1 => at.clone().prop_map(Misdeed::RepeatsAnswer),
        1 => at.clone().prop_map(Misdeed::SendsGarbage),
        1 => at.clone().prop_map(Misdeed::Hangs),
        1 => at.prop_map(Misdeed::FailsTask),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn results_are_right_or_errors_and_nothing_is_left(
        misdeeds in prop::collection::vec(misdeed(), 0..6),
        workers in 1_usize..4,
        batch in prop_oneof![Just(Batch::Auto), (1_usize..9).prop_map(Batch::Fixed)],
        retries in 0_u32..3,
        tasks in 0_u64..40,
        bytes in prop_oneof![Just(usize::MAX), 1_usize..40],
        at_a_time in prop_oneof![Just(usize::MAX), 1_usize..5],
    ) {
        let launcher = PeerLauncher::new(Habits { bytes, tasks: at_a_time }, misdeeds.iter().copied());
        let pool = pool(&launcher, Config {
            workers,
            batch,
            retries,
            task_timeout: Some(Duration::from_millis(5)),
            call_timeout: Some(Duration::from_millis(500)),
            ..Config::default()
        });
        let results = try_map(&pool, &Hook::default(), task(&pool), 0..tasks);
        drop(pool);

        let record = launcher.record();
        prop_assert_eq!(record.alive, 0);
        for (task, times) in &record.begun {
            prop_assert!(*times <= 1 + retries, "{:?} was begun {} times", task, times);
        }
        // One that does not serve ends the call, if the one before it died without an answer.
        let refused = misdeeds.iter().filter(|misdeed| **misdeed == Misdeed::EndsAtOnce).count();
        let results = match results {
            Ok(results) => results,
            Err(error) => {
                prop_assert!(refused >= 1 && error.to_string().contains("before it greeted"), "{}", error);
                return Ok(());
            }
        };
        prop_assert_eq!(results.len() as u64, tasks);
        let mut failed = 0;
        for (index, result) in (0..).zip(&results) {
            match result {
                Ok(value) => prop_assert_eq!(*value, index),
                Err(error) => {
                    failed += 1;
                    prop_assert_eq!(error.index(), Some(index));
                    let known = error.is_crash() || error.is_timeout() || error.is_refused()
                        || error.to_string().contains("frame");
                    prop_assert!(known, "{}", error);
                }
            }
        }
        if misdeeds.iter().all(|misdeed| matches!(misdeed,
            Misdeed::Nothing | Misdeed::DiesBefore(_) | Misdeed::DiesAfter(_) | Misdeed::DiesUnsent(_)))
        {
            prop_assert_eq!(failed, 0, "a worker that dies between tasks costs none");
        }
    }
}
