//! Large results of an iterator, which stay where they are until they are fetched.

use crate::support::alone;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use wirecheck::{Error, Pool, Sendable, closure};

fn bytes((number, len): (u64, usize)) -> Vec<u8> {
    vec![(number % 251) as u8; len]
}

fn is_whole(result: &[u8], (number, len): (u64, usize)) -> bool {
    result.len() == len && result.iter().all(|byte| u64::from(*byte) == number % 251)
}

/// Around all the bounds there are: inline, a few together, one alone.
fn of_all_sizes() -> Vec<(u64, usize)> {
    let sizes = [100, 70_000, 9 << 20, 1 << 20, 3 << 20, 40 << 20, 200_000, 2 << 20];
    (0..64).zip(sizes.into_iter().cycle()).collect()
}

#[test]
fn results_of_all_sizes_come_in_order() {
    let _alone = alone();
    for workers in [1, 3] {
        let pool = Pool::builder().workers(workers).build().expect("a pool");
        let mut results = pool.map_iter(bytes, of_all_sizes()).expect("an iterator");
        for job in of_all_sizes() {
            assert!(is_whole(&results.next().expect("one more").expect("a result"), job), "{job:?}");
        }
        assert!(results.next().is_none());
    }
}

#[test]
fn results_of_all_sizes_come_as_they_are_done() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().expect("a pool");
    let mut missing: Vec<bool> = vec![true; of_all_sizes().len()];
    for (index, result) in pool.map_unordered(bytes, of_all_sizes()).expect("an iterator") {
        assert!(std::mem::take(&mut missing[index]), "{index} came twice");
        assert!(is_whole(&result.expect("a result"), of_all_sizes()[index]), "{index}");
    }
    assert!(!missing.contains(&true));
}

#[test]
fn a_pool_goes_on_while_results_of_an_iterator_wait() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().expect("a pool");
    let jobs: Vec<(u64, usize)> = (0..40).map(|number| (number, 1 << 20)).collect();
    let mut first = pool.map_iter(bytes, jobs.clone()).expect("an iterator");
    let mut second = pool.map_iter(bytes, jobs.clone()).expect("an iterator");
    for job in &jobs {
        // The same worker makes what is asked for now, while the parent still leases what was not.
        assert!(is_whole(&first.next().expect("one more").expect("a result"), *job));
        assert!(is_whole(&pool.map(bytes, [(7, 9 << 20)]).expect("a result")[0], (7, 9 << 20)));
        assert!(is_whole(&second.next().expect("one more").expect("a result"), *job));
    }
}

/// The first task ends its process, once many others have results that nobody can fetch before its own.
fn dies_once((number, folder): (u64, PathBuf)) -> Vec<u8> {
    if number == 0 && !folder.join("died").exists() {
        let deadline = Instant::now() + Duration::from_secs(60);
        while std::fs::read_dir(&folder).expect("a folder").count() < 12 {
            assert!(Instant::now() < deadline, "the other worker has stopped");
            std::thread::yield_now();
        }
        std::fs::write(folder.join("died"), "").expect("a file");
        std::process::abort();
    }
    std::fs::write(folder.join(number.to_string()), "").expect("a file");
    bytes((number, 1 << 20))
}

#[test]
fn a_task_that_is_tried_again_finds_a_worker_that_has_lent_all_it_may() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let pool = Pool::builder().workers(2).retries(1).build().expect("a pool");
    let jobs = (0..60).map(|number| (number, folder.path().to_path_buf()));
    let results = pool.map_iter(dies_once, jobs).expect("an iterator");
    let mut count = 0;
    for (number, result) in results.enumerate() {
        assert!(is_whole(&result.expect("a result"), (number as u64, 1 << 20)), "{number}");
        count += 1;
    }
    assert_eq!(count, 60);
    assert!(folder.path().join("died").exists());
}

/// Comes only as long as it is even.
#[derive(Serialize, Sendable)]
struct Even {
    number: u64,
    ballast: Vec<u8>,
}

impl<'de> Deserialize<'de> for Even {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (number, ballast) = Deserialize::deserialize(from)?;
        if number % 2 == 0 {
            Ok(Self { number, ballast })
        } else {
            Err(serde::de::Error::custom("odd numbers do not come back"))
        }
    }
}

#[test]
fn one_that_cannot_be_read_is_told_with_its_input() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().expect("a pool");
    let make = closure!(|number: u64| Even { number, ballast: vec![1; 1 << 20] });
    let results: Vec<Result<Even, Error>> = pool.map_iter(make, 0..6_u64).expect("an iterator").collect();
    for (number, result) in (0_u64..).zip(results) {
        match result {
            Ok(value) => assert!(number % 2 == 0 && value.number == number && value.ballast.len() == 1 << 20),
            Err(error) => {
                assert!(number % 2 == 1 && error.is_decode(), "{error}");
                assert_eq!(error.index(), Some(number));
                assert!(error.to_string().contains("odd numbers do not come back"), "{error}");
            }
        }
    }
}

#[test]
fn a_result_that_outgrows_memory_is_made_while_others_are_held() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    // Written to memory first and to a file once it is too large for that: two places at once, in addition to what is held.
    let pool = Pool::builder()
        .workers(1)
        .shared_memory_threshold(64 << 10)
        .file_threshold(12 << 20)
        .transfer_dir(folder.path())
        .build()
        .expect("a pool");
    let text = closure!(|len: usize| vec!["1234567".to_owned(); len / 8]);
    let mut results =
        pool.map_iter(text, [10 << 20, 30 << 20, 10 << 20, 30 << 20, 9 << 20]).expect("an iterator");
    for len in [10 << 20, 30 << 20, 10 << 20, 30 << 20, 9 << 20] {
        let result = results.next().expect("one more").expect("a result");
        assert!(result.len() == len / 8 && result.iter().all(|part| part == "1234567"));
    }
    assert!(results.next().is_none());
}
