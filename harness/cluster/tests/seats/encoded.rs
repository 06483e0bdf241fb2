//! Calls whose task, inputs and results are bytes.

use super::{risky, square, with, within};
use std::collections::HashMap;
use std::time::Duration;
use wirecheck::cluster::{
    EncodedTask, RemotePool, decode_error, decode_result, encode_error, has_lost_worker,
};
use wirecheck::{Bincode, Error, Json, Shared, closure};

type Outcomes = HashMap<u64, Result<Vec<u8>, Error>>;

fn run(pool: &RemotePool, task: &EncodedTask, inputs: &[(u64, Vec<u8>)]) -> Outcomes {
    let mut outcomes = Outcomes::new();
    let inputs = inputs.iter().map(|(index, input)| (*index, input.as_slice()));
    let told = |index, outcome| assert!(outcomes.insert(index, outcome).is_none(), "{index} was told twice");
    within(Duration::from_secs(30), || pool.run_encoded(task, inputs, told)).unwrap();
    outcomes
}

#[test]
fn indexes_with_gaps_are_kept() {
    let by = 7_u64;
    let (task, encoder) =
        EncodedTask::new::<Bincode, _, u64, u64, _>(&closure!(|x: u64| x * by)).expect("encoded");
    assert_eq!(task.format, "bincode");
    let indexes: Vec<u64> = (0..500).filter(|index| index % 5 != 0 && index % 7 < 4).collect();
    let inputs: Vec<_> =
        indexes.iter().map(|index| (*index, encoder.encode(*index, *index).unwrap())).collect();
    with(
        3,
        |builder| builder,
        |pool, _| {
            // As often as one likes.
            for _ in 0..2 {
                let outcomes = run(pool, &task, &inputs);
                assert_eq!(outcomes.len(), indexes.len());
                for index in &indexes {
                    let bytes = outcomes[index].as_ref().unwrap();
                    let result = decode_result::<Bincode, u64>(task.name, *index, bytes).unwrap();
                    assert_eq!(result, index * 7);
                }
            }
            assert!(run(pool, &task, &[]).is_empty());
        },
    );
}

#[test]
fn a_failure_is_that_of_its_input() {
    let (task, encoder) = EncodedTask::new::<Bincode, _, u64, u64, _>(&risky).expect("encoded");
    let inputs: Vec<_> = (0..60).map(|x| (2 * x, encoder.encode(2 * x, x).unwrap())).collect();
    with(
        2,
        |builder| builder,
        |pool, _| {
            let mut outcomes = run(pool, &task, &inputs);
            assert_eq!(outcomes.len(), 60);
            let crash = outcomes.remove(&26).unwrap().unwrap_err();
            assert!(crash.signal() == Some("SIGABRT") && has_lost_worker(&crash), "{crash}");
            let panic = outcomes.remove(&100).unwrap().unwrap_err();
            assert!(panic.is_panic() && !has_lost_worker(&panic), "{panic}");
            assert_eq!((crash.index(), panic.index()), (Some(26), Some(100)));
            assert!(outcomes.values().all(Result::is_ok));
            let copy = decode_error(&encode_error(&crash)).unwrap();
            assert_eq!(copy.to_string(), crash.to_string());
            assert!(decode_error(&[1, 2, 3]).is_none());
        },
    );
}

#[test]
fn bytes_that_are_no_input_or_no_result_fail_alone() {
    let (task, encoder) = EncodedTask::new::<Json, _, u64, u64, _>(&square).expect("encoded");
    let inputs =
        [(0, encoder.encode(0, 3).unwrap()), (1, b"nonsense".to_vec()), (4, encoder.encode(4, 5).unwrap())];
    with(
        1,
        |builder| builder,
        |pool, _| {
            let outcomes = run(pool, &task, &inputs);
            let error = outcomes[&1].as_ref().unwrap_err();
            assert!(error.is_decode() && error.index() == Some(1), "{error}");
            let result =
                |index| decode_result::<Json, u64>(task.name, index, outcomes[&index].as_ref().unwrap());
            assert_eq!((result(0).unwrap(), result(4).unwrap()), (9, 25));
            let error = decode_result::<Json, u64>(task.name, 4, b"[").unwrap_err();
            assert_eq!(error.index(), Some(4), "{error}");
        },
    );
}

#[test]
fn what_cannot_leave_this_process_is_refused() {
    let values = Shared::copy_of(&[1_u64, 2]).expect("memory");
    let captures = values.clone();
    let task = closure!(|x: u64| captures[0] + x);
    let error = EncodedTask::new::<Bincode, _, u64, u64, _>(&task).err().expect("refused");
    assert!(error.is_refused() && error.to_string().contains("detached"), "{error}");
    let sum = closure!(|values: Shared<[u64]>| values.iter().sum::<u64>());
    let (_, encoder) = EncodedTask::new::<Bincode, _, Shared<[u64]>, u64, _>(&sum).expect("encoded");
    let error = encoder.encode(3, values).unwrap_err();
    assert!(error.is_refused() && error.index() == Some(3), "{error}");
    let error = EncodedTask::new::<Bincode, _, u64, u64, _>(&|x: u64| x).err().expect("refused");
    assert!(error.to_string().contains("WC0099"), "{error}");
}

#[test]
fn a_shared_result_is_refused() {
    let share = closure!(|x: u64| Shared::copy_of(&vec![x; 100_000]).expect("memory"));
    let (task, encoder) = EncodedTask::new::<Bincode, _, u64, Shared<[u64]>, _>(&share).expect("encoded");
    let inputs: Vec<_> = (0..3).map(|x| (x, encoder.encode(x, x).unwrap())).collect();
    with(
        1,
        |builder| builder,
        |pool, _| {
            for (index, outcome) in run(pool, &task, &inputs) {
                let error = outcome.unwrap_err();
                assert_eq!(error.index(), Some(index));
                assert!(error.is_refused() && error.to_string().contains("return the values"), "{error}");
            }
        },
    );
}

#[test]
fn a_terminated_pool_ends_the_call() {
    let (task, encoder) = EncodedTask::new::<Bincode, _, u64, u64, _>(&risky).expect("encoded");
    let input = encoder.encode(0, 99).unwrap();
    with(
        1,
        |builder| builder,
        |pool, _| {
            let mut told = 0;
            let outcome = std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(Duration::from_millis(300));
                    pool.terminate();
                });
                within(Duration::from_secs(10), || {
                    pool.run_encoded(&task, [(0, input.as_slice())].into_iter(), |_, _| told += 1)
                })
            });
            assert!(outcome.unwrap_err().is_cancelled());
            assert!(told <= 1);
        },
    );
}
