//! What a dead worker has begun, by what it noted and what it answered.

use super::*;

/// The call of all tasks.
const CALL: u32 = 7;

/// A connection with tasks from 0 on, of which so many were sent and answered.
fn connection(tasks: u64, sent: u64, answered: u64) -> Connection {
    let mut connection = Connection::default();
    for index in 0..tasks {
        let input = EncodedValue { body: Payload::Inline(vec![0; 10]), regions: Vec::new() };
        connection.task(CALL, index, &input).expect("it fits");
        if index < sent {
            connection.wrote(connection.unwritten().len());
        }
    }
    for due in 0..answered {
        assert_eq!(connection.acknowledge().expect("sent"), (CALL, due));
    }
    connection
}

/// The indices of what has begun.
fn begun(mut connection: Connection, noted: Option<(u32, u64)>, count: Option<u64>) -> Vec<u64> {
    let outstanding = connection.outstanding();
    let begun: Vec<u64> =
        connection.take_back_begun(noted, count).into_iter().map(|task| task.index).collect();
    let rest: Vec<u64> = std::iter::from_fn(|| connection.take_back()).map(|task| task.index).collect();
    assert_eq!(begun.len() + rest.len(), outstanding, "each is taken back once");
    assert!(begun.iter().chain(&rest).is_sorted());
    begun
}

#[test]
fn a_worker_between_two_tasks_has_begun_none() {
    assert_eq!(begun(connection(6, 6, 2), None, Some(2)), [0_u64; 0]);
    assert_eq!(begun(connection(6, 6, 2), None, None), [0_u64; 0]);
    // It died after the answer, and before it noted that.
    assert_eq!(begun(connection(6, 6, 2), Some((CALL, 1)), Some(2)), [0_u64; 0]);
    assert_eq!(begun(connection(6, 6, 2), Some((CALL, 1)), None), [0_u64; 0]);
    // Answers of tasks that it skipped count as well.
    assert_eq!(begun(connection(6, 6, 2), None, Some(0)), [0_u64; 0]);
}

#[test]
fn what_runs_has_begun_and_what_comes_before_it_too() {
    for count in [None, Some(2), Some(3)] {
        assert_eq!(begun(connection(6, 6, 2), Some((CALL, 2)), count), [2], "{count:?}");
    }
    // Answers were lost.
    assert_eq!(begun(connection(6, 6, 2), Some((CALL, 4)), Some(5)), [2, 3, 4]);
    assert_eq!(begun(connection(6, 6, 2), Some((CALL, 4)), None), [2, 3, 4]);
    assert_eq!(begun(connection(6, 6, 2), None, Some(4)), [2, 3]);
    assert_eq!(begun(connection(6, 6, 2), Some((CALL, 1)), Some(3)), [2]);
}

#[test]
fn where_the_worker_noted_nonsense_all_that_it_got_counts_as_begun() {
    for noted in [(CALL, 99), (CALL + 1, 2), (u32::MAX, u64::MAX), (CALL, 0)] {
        assert_eq!(begun(connection(6, 5, 2), Some(noted), Some(2)), [2, 3, 4], "{noted:?}");
    }
    assert_eq!(begun(connection(6, 5, 2), None, Some(7)), [2, 3, 4]);
    assert_eq!(begun(connection(6, 5, 2), Some((CALL, 3)), Some(u64::MAX)), [2, 3, 4]);
    assert_eq!(begun(connection(6, 2, 2), Some((CALL, 99)), Some(2)), [0_u64; 0], "it got no more");
}
