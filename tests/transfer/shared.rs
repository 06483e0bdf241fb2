//! `Shared` slices on their way: one memory, seen from everywhere.

use crate::support::{alone, both};
use wirecheck::format::SharesMemory;
use wirecheck::{Codec, Inline, Pool, Shared, Thread, closure};

fn numbers(len: usize) -> Shared<[f64]> {
    Shared::build(len, |values| values.iter_mut().enumerate().for_each(|(at, value)| *value = at as f64))
        .expect("memory")
}

fn sum(values: Shared<[f64]>) -> f64 {
    values.iter().sum()
}

/// The file behind an address, which is the same wherever that file is mapped.
fn inode(values: &Shared<[f64]>) -> Option<String> {
    let address = values.as_ptr() as usize;
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    maps.lines().find_map(|line| {
        let (range, rest) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        let (start, end) = (usize::from_str_radix(start, 16).ok()?, usize::from_str_radix(end, 16).ok()?);
        (start..end).contains(&address).then(|| rest.split_whitespace().nth(3).map(str::to_owned))?
    })
}

#[test]
fn captures_and_inputs_are_the_same_memory() {
    let _alone = alone();
    for len in [3, 1_000, 1 << 18] {
        both!(|builder| builder.workers(2), |backend| {
            let data = numbers(len);
            let here = inode(&data);
            assert!(here.is_some());
            let captured = data.clone();
            let seen = backend.map(closure!(|at: usize| (captured[at], inode(&captured))), [0, 1, 2]);
            assert_eq!(seen.expect("values"), [0.0, 1.0, 2.0].map(|value| (value, here.clone())));
            let seen = backend
                .map(closure!(|data: Shared<[f64]>| inode(&data)), vec![data.clone(); 4])
                .expect("inodes");
            assert_eq!(seen, vec![here.clone(); 4]);
        });
    }
}

#[test]
fn it_cannot_be_written_to_in_a_worker() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().expect("a pool");
    let data = numbers(1 << 18);
    let protection = closure!(|data: Shared<[f64]>| {
        let address = format!("{:x}-", data.as_ptr() as usize);
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
        maps.lines()
            .find(|line| line.starts_with(&address))
            .map(|line| line[line.find(' ').unwrap_or(0)..][1..5].to_owned())
    });
    assert_eq!(pool.map(protection, [data]).expect("a mapping"), [Some("r--s".to_owned())]);
}

#[test]
fn results_are_shared_too_and_go_on_to_other_workers() {
    let _alone = alone();
    both!(|builder| builder.workers(2), |backend| {
        let made = backend.map(numbers, [10, 1 << 18, 5, 1 << 17]).expect("values");
        assert_eq!(made.iter().map(|values| values.len()).collect::<Vec<_>>(), [10, 1 << 18, 5, 1 << 17]);
        assert_eq!(made[1][100], 100.0);
        // Made by one worker, read by any, given back as it was.
        let sums: Vec<f64> = made.iter().map(|values| values.iter().sum()).collect();
        assert_eq!(backend.map(sum, made.clone()).expect("sums"), sums);
        let back = backend.map(closure!(|values: Shared<[f64]>| values), made.clone()).expect("values");
        assert_eq!(back, made);
        assert_eq!(inode(&back[1]), inode(&made[1]));
    });
}

/// So many memories of their own that no socket holds their descriptors at a time.
fn many(count: usize) -> Vec<Shared<[f64]>> {
    (0..count).map(|at| Shared::build(1 << 17, |values| values[0] = at as f64).expect("memory")).collect()
}

#[test]
fn more_memories_travel_at_once_than_their_socket_holds() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().expect("a pool");
    let made = pool.map(many, [450]).expect("a result").remove(0);
    let firsts =
        closure!(|values: Vec<Shared<[f64]>>| values.iter().map(|value| value[0]).collect::<Vec<_>>());
    let expected: Vec<f64> = (0..450).map(f64::from).collect();
    assert_eq!(pool.map(firsts, [made.clone()]).expect("a result").first(), Some(&expected));
    assert_eq!(firsts.call(made), expected);
}

#[test]
fn jobs_and_iterators_keep_them_alive() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().expect("a pool");
    let jobs: Vec<_> = (0..8).map(|at| pool.submit(numbers, (1 << 17) + at).expect("a job")).collect();
    let results = pool.map_iter(numbers, vec![1 << 17; 8]).expect("an iterator");
    for (at, job) in jobs.into_iter().enumerate().rev() {
        let values = job.join().expect("a value");
        assert_eq!((values.len(), values[at]), ((1 << 17) + at, at as f64));
    }
    for values in results {
        assert_eq!(values.expect("a value")[7], 7.0);
    }
}

#[test]
fn a_value_outlives_the_pool_it_came_from() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().expect("a pool");
    let made = pool.map(numbers, [1 << 18, 4]).expect("values");
    drop(pool);
    assert_eq!((made[0][9], made[1][3]), (9.0, 3.0));
}

#[test]
fn a_crash_loses_no_shared_value() {
    let _alone = alone();
    let data = numbers(1 << 18);
    let pool = Pool::builder().workers(2).build().expect("a pool");
    let captured = data.clone();
    let task = closure!(|at: usize| {
        if at == 3 {
            std::process::abort();
        }
        captured[at]
    });
    let results = pool.try_map(task, 0..40).expect("results");
    for (at, result) in results.into_iter().enumerate() {
        match result {
            Ok(value) => assert_eq!(value, at as f64),
            Err(error) => assert!(at == 3 && error.is_crash(), "{error}"),
        }
    }
}

fn through<F: Codec + SharesMemory>() {
    let pool = Pool::<F>::in_format().workers(1).build().expect("a pool");
    let pairs: Vec<(String, Shared<[f64]>)> = vec![("a".into(), numbers(9)), ("b".into(), numbers(1 << 18))];
    let task = closure!(|(name, values): (String, Shared<[f64]>)| (name, values.len(), Some(values)));
    let found = pool.map(task, pairs.clone()).expect("results");
    for ((name, values), (found, len, back)) in pairs.into_iter().zip(found) {
        assert_eq!((name, values.len(), Some(values)), (found, len, back));
    }
}

#[test]
fn a_handle_goes_through_binary_and_text() {
    let _alone = alone();
    in_each_format!(through);
}

#[test]
fn nested_pools_pass_it_on() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().expect("a pool");
    let inner = closure!([] |values: Shared<[f64]>| -> Result<(f64, Option<String>), wirecheck::Error> {
        let pool = Pool::builder().workers(1).build()?;
        let here = inode(&values);
        let there = pool.map(closure!(|values: Shared<[f64]>| inode(&values)), [values.clone()])?;
        assert_eq!(there.first(), Some(&here));
        Ok((pool.map(sum, [values])?[0], here))
    });
    let data = numbers(1 << 18);
    let found = pool.map(inner, [data.clone()]).expect("results").remove(0).expect("a nested pool");
    assert_eq!(found, (data.iter().sum(), inode(&data)));
}

#[test]
fn threads_and_loops_need_no_handle() {
    let data = numbers(1_000);
    let sums = closure!(|values: Shared<[f64]>| values.iter().sum::<f64>());
    let total: f64 = data.iter().sum();
    assert_eq!(Thread::new().expect("threads").map(sums, vec![data.clone(); 3]).expect("sums"), [total; 3]);
    assert_eq!(Inline::new().map(sums, [data]).expect("sums"), [total]);
}
