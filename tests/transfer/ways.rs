//! Every way, in both directions, on both backends.

use crate::support::alone;
use wirecheck::{Codec, Pool, Spawn, Transfer, closure};

fn bytes(len: usize) -> Vec<u8> {
    (0..len).map(|at| (at * 7 + at / 251) as u8).collect()
}

fn doubled(numbers: Vec<f64>) -> Vec<f64> {
    numbers.into_iter().map(|number| number * 2.0).collect()
}

fn numbers(len: usize) -> Vec<f64> {
    (0..len).map(|at| at as f64 / 3.0).collect()
}

const SIZES: [usize; 6] = [0, 100, 4_096, 65_536, 300_000, 1_500_000];

fn pool(transfer: Transfer) -> Pool {
    Pool::builder().workers(2).transfer(transfer).build().expect("a pool")
}

fn spawn(transfer: Transfer) -> Spawn {
    Spawn::builder().workers(2).transfer(transfer).build().expect("a backend")
}

#[test]
fn results_arrive_by_every_way() {
    let _alone = alone();
    let expected: Vec<Vec<u8>> = SIZES.iter().map(|len| bytes(*len)).collect();
    for transfer in Transfer::ALL {
        assert_eq!(pool(transfer).map(bytes, SIZES).expect("results"), expected, "{}", transfer.name());
        assert_eq!(spawn(transfer).map(bytes, SIZES).expect("results"), expected, "{}", transfer.name());
    }
}

#[test]
fn inputs_arrive_by_every_way() {
    let _alone = alone();
    let inputs = || SIZES.map(|len| numbers(len / 8));
    let expected: Vec<Vec<f64>> = inputs().into_iter().map(doubled).collect();
    for transfer in Transfer::ALL {
        assert_eq!(pool(transfer).map(doubled, inputs()).expect("results"), expected, "{}", transfer.name());
        assert_eq!(spawn(transfer).map(doubled, inputs()).expect("results"), expected, "{}", transfer.name());
    }
}

#[test]
fn captures_arrive_by_every_way() {
    let _alone = alone();
    for transfer in Transfer::ALL {
        let table = numbers(200_000);
        let expected: Vec<f64> = (0..100).map(|at| table[at * 1_000]).collect();
        let found = pool(transfer).map(closure!(|at: usize| table[at * 1_000]), 0..100).expect("results");
        assert_eq!(found, expected, "{}", transfer.name());
    }
}

#[test]
fn jobs_keep_their_results_until_they_are_asked_for() {
    let _alone = alone();
    for transfer in Transfer::ALL {
        let pool = pool(transfer);
        let mut jobs: Vec<_> =
            (0..20).map(|at| (at, pool.submit(bytes, 100_000 + at).expect("a job"))).collect();
        jobs.reverse();
        for (at, job) in jobs {
            assert!(job.join().expect("a result") == bytes(100_000 + at), "{}", transfer.name());
        }
    }
}

#[test]
fn a_task_is_given_a_whole_part_and_its_lists_are_joined() {
    let _alone = alone();
    let items: Vec<f64> = numbers(100_001);
    let expected = doubled(items.clone());
    for jobs in [1, 2, 7, 200_000] {
        let jobs = jobs.min(500);
        assert_eq!(pool(Transfer::Auto).map_chunks(doubled, &items, jobs).expect("results"), expected);
    }
    assert_eq!(spawn(Transfer::File).map_chunks(doubled, &items, 3).expect("results"), expected);
    assert_eq!(
        wirecheck::Thread::new().expect("threads").map_chunks(doubled, &items, 3).expect("results"),
        expected
    );
    assert_eq!(pool(Transfer::Auto).map_chunks(doubled, &[], 3).expect("no results"), Vec::<f64>::new());
    let error = pool(Transfer::Auto).map_chunks(doubled, &items, 0).expect_err("no jobs");
    assert!(error.to_string().contains("0 chunks"), "{error}");
    let picky = closure!(|part: Vec<f64>| {
        assert!(part[0] < 1.0, "the second part");
        part
    });
    let error = pool(Transfer::Auto).map_chunks(picky, &items, 2).expect_err("one part fails");
    assert_eq!((error.index(), error.is_panic()), (Some(1), true), "{error}");
}

#[test]
fn iterators_of_results_hold_no_worker_up() {
    let _alone = alone();
    let pool = pool(Transfer::Auto);
    let results = pool.map_iter(bytes, (0..50).map(|at| 200_000 + at)).expect("an iterator");
    // Another call gets its turn while nobody reads.
    assert_eq!(pool.map(closure!(|x: u64| x + 1), [1]).expect("a result"), [2]);
    for (at, result) in results.enumerate() {
        assert!(result.expect("a result") == bytes(200_000 + at));
    }
}

fn through<F: Codec>()
where
    Vec<u8>: wirecheck::Sendable<F>,
    usize: wirecheck::Sendable<F>,
{
    let pool = Pool::<F>::in_format()
        .workers(1)
        .transfer(Transfer::SharedMemory)
        .shared_memory_threshold(1_000)
        .build()
        .expect("a pool");
    let lens = [10, 2_000, 100_000];
    let expected: Vec<Vec<u8>> = lens.map(bytes).to_vec();
    assert_eq!(pool.map(bytes, lens).expect("results"), expected);
    assert_eq!(pool.map(closure!(|bytes: Vec<u8>| bytes), expected.clone()).expect("results"), expected);
    assert!(pool.stats().out_of_band > 204_000, "{:?}", pool.stats());
}

#[test]
fn every_format_takes_them() {
    let _alone = alone();
    in_each_format!(through);
}
