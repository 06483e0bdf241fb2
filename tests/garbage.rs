//! A task that writes to its worker's channel: it fails with that message, and no other task is lost or run again.

mod support;

use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
use std::io::Write;
use support::alone;
use wirecheck::{Backend, Batch, Bincode, Pool, Spawn, closure};

wirecheck::test_support!();

/// What is no frame, or not the one that is due.
const GARBAGE: [&[u8]; 5] = [
    &[0xff; 64],
    &[0],
    // As long as can be, and of a kind that is an answer.
    &[0xff, 0xff, 0xff, 0xff, 6, 9, 9, 9],
    // An answer from long ago.
    &[1, 0, 0, 0, 6, 0, 0, 0, 5],
    b"hello, is this standard output?\n",
];

/// Writes that garbage to descriptor 3, where the channel is, and goes on as if nothing had been. Notes that it ran.
fn scribble((log, at, garbage): (String, u64, Option<usize>)) -> u64 {
    let mut file = std::fs::OpenOptions::new().append(true).open(log).unwrap();
    file.write_all(format!("{at}\n").as_bytes()).unwrap();
    if let Some(garbage) = garbage {
        let this = pidfd_open(getpid(), PidfdFlags::empty()).unwrap();
        let channel = pidfd_getfd(this, 3, PidfdGetfdFlags::empty()).unwrap();
        rustix::io::write(&channel, GARBAGE[garbage]).unwrap();
    }
    at
}

/// Twelve tasks, of which the sixth writes garbage; gives those that failed.
fn failed<B: Backend<Bincode>>(backend: &B, garbage: usize) -> Vec<u64> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let path = log.path().to_str().unwrap();
    let inputs = (0..12).map(|at| (path.to_owned(), at, (at == 5).then_some(garbage)));
    let results = backend.try_map(scribble, inputs).unwrap();
    let mut failed = Vec::new();
    for (at, result) in (0..).zip(results) {
        match result {
            Ok(came) => assert_eq!(came, at),
            Err(error) => {
                let message = error.to_string();
                assert!(message.contains("the channel to a worker broke: "), "{message}");
                assert_eq!((error.index(), error.is_panic()), (Some(at), false), "{message}");
                assert!(error.task().unwrap().ends_with("scribble"), "{message}");
                failed.push(at);
            }
        }
    }
    let mut ran: Vec<u64> =
        std::fs::read_to_string(path).unwrap().lines().map(|line| line.parse().unwrap()).collect();
    ran.sort_unstable();
    assert!(ran.is_sorted_by(|a, b| a < b), "a task ran twice: {ran:?}");
    failed
}

#[test]
fn garbage_costs_the_task_that_wrote_it() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(1)).build().unwrap();
    let spawn = Spawn::builder().workers(2).build().unwrap();
    for garbage in 0..GARBAGE.len() {
        assert_eq!(failed(&pool, garbage), [5]);
        assert_eq!(failed(&spawn, garbage), [5]);
        assert_eq!(pool.map(closure!(|x: u64| x + 1), 0..4).unwrap(), [1, 2, 3, 4]);
    }
}

/// Whose answer it was that cannot be read, nobody can tell: those that the worker may have run fail, and run no more.
#[test]
fn garbage_among_many_tasks_runs_none_twice() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(16)).build().unwrap();
    for garbage in 0..GARBAGE.len() {
        assert!(failed(&pool, garbage).contains(&5));
        assert_eq!(pool.map(closure!(|x: u64| x + 1), 0..4).unwrap(), [1, 2, 3, 4]);
    }
}
