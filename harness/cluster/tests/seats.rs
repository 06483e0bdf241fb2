//! Workers behind a stream, as on another machine, without a network: the promises of `Pool` hold.

#[path = "seats/encoded.rs"]
mod encoded;
#[path = "seats/relay.rs"]
mod relay;

use relay::Relay;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};
use wirecheck::cluster::{Program, ProgramFile, RemotePool, WorkerProtocol};
use wirecheck::{Bincode, Builder, Error, Exit, Pool, Shared, closure};

wirecheck::test_support!();

const BUILD: u64 = 0xfeed_5eed;

fn square(x: u64) -> u64 {
    x * x
}

/// Dies at 13, waits at 99, panics at 50.
fn risky(x: u64) -> u64 {
    match x {
        13 => std::process::abort(),
        50 => panic!("no fifty"),
        99 => std::thread::sleep(Duration::from_secs(60)),
        _ => {}
    }
    x + 1
}

/// Writes a line for each run.
fn counted(file: String, x: u64) -> u64 {
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(file).expect("a file");
    writeln!(file, "{x}").expect("written");
    x
}

/// Runs `check` with a pool of `workers`, and checks that no process is left.
fn with(
    workers: usize,
    options: impl FnOnce(Builder<RemotePool>) -> Builder<RemotePool>,
    check: impl FnOnce(&RemotePool, &Relay),
) {
    with_program(None, workers, options, check);
}

/// As [`with`], with workers of this program, or of that one.
fn with_program(
    program: Option<Program>,
    workers: usize,
    options: impl FnOnce(Builder<RemotePool>) -> Builder<RemotePool>,
    check: impl FnOnce(&RemotePool, &Relay),
) {
    let relay = Relay::new(BUILD, program);
    let host: Arc<Relay> = Arc::clone(&relay);
    let pool = options(RemotePool::<Bincode>::in_format().on(host).workers(workers)).build().expect("a pool");
    check(&pool, &relay);
    drop(pool);
    relay.join();
    for pid in relay.pids() {
        assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists(), "process {pid} is left");
    }
}

fn within<T>(limit: Duration, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    assert!(start.elapsed() < limit, "took {:?}", start.elapsed());
    result
}

#[test]
fn every_method_gives_what_a_loop_gives() {
    with(
        2,
        |builder| builder,
        |pool, _| {
            let expected: Vec<u64> = (0..1000).map(square).collect();
            assert_eq!(pool.map(square, 0..1000).unwrap(), expected);
            let by = 3;
            assert_eq!(pool.map(closure!(|x: u64| x * by), 0..10).unwrap()[9], 27);
            let results: Vec<u64> = pool.map_iter(square, 0..1000).unwrap().map(Result::unwrap).collect();
            assert_eq!(results, expected);
            let mut results: Vec<(usize, u64)> = pool
                .map_unordered(square, 0..1000)
                .unwrap()
                .map(|(at, result)| (at, result.unwrap()))
                .collect();
            results.sort_unstable();
            assert!(results.iter().map(|(_, value)| *value).eq(expected.iter().copied()));
            let doubled = pool
                .map_chunks(
                    closure!(|chunk: Vec<u64>| chunk.into_iter().map(|x| 2 * x).collect::<Vec<_>>()),
                    &[1, 2, 3],
                    2,
                )
                .unwrap();
            assert_eq!(doubled, [2, 4, 6]);
            assert_eq!(pool.submit(square, 12).unwrap().join().unwrap(), 144);
            let (sent, received) = std::sync::mpsc::channel();
            pool.submit_then(square, 5, move |value| sent.send(value).unwrap(), |error| panic!("{error}"))
                .unwrap();
            assert_eq!(received.recv_timeout(Duration::from_secs(10)).unwrap(), 25);
        },
    );
}

#[test]
fn large_values_cross_whole() {
    with(
        2,
        |builder| builder,
        |pool, _| {
            let inputs: Vec<Vec<u64>> = (0..4).map(|n| (0..200_000).map(|x| x * n).collect()).collect();
            let back = pool.map(closure!(|values: Vec<u64>| values), inputs.clone()).unwrap();
            assert!(back == inputs);
        },
    );
}

#[test]
fn a_crash_and_a_panic_cost_their_task_only() {
    with(
        2,
        |builder| builder,
        |pool, _| {
            let results = pool.try_map(risky, 0..90).unwrap();
            for (x, result) in (0..90).zip(results) {
                match (x, result) {
                    (13, Err(error)) => {
                        assert!(error.is_crash(), "{error}");
                        assert_eq!(error.exit(), Some(Exit::Signal(6)));
                        assert_eq!(error.node(), Some("relay"));
                        assert!(error.to_string().contains(" on relay) was killed by SIGABRT"), "{error}");
                    }
                    (50, Err(error)) => assert!(error.is_panic(), "{error}"),
                    (_, result) => assert_eq!(result.unwrap(), x + 1),
                }
            }
            assert_eq!(pool.stats().crashed, 1);
        },
    );
}

#[test]
fn a_task_that_takes_too_long_is_stopped_and_no_other() {
    let limit = Duration::from_millis(300);
    with(
        2,
        |builder| builder.task_timeout(limit),
        |pool, _| {
            let results = within(Duration::from_secs(20), || pool.try_map(risky, 90..110).unwrap());
            for (x, result) in (90..110).zip(results) {
                match result {
                    Err(error) => assert!(x == 99 && error.is_timeout(), "{x}: {error}"),
                    Ok(value) => assert!(x != 99 && value == x + 1),
                }
            }
            assert_eq!((pool.stats().stopped, pool.stats().crashed), (1, 0));
        },
    );
}

#[test]
fn a_job_is_cancelled() {
    with(
        1,
        |builder| builder,
        |pool, _| {
            let job = pool.submit(risky, 99).unwrap();
            let next = pool.submit(risky, 1).unwrap();
            assert!(job.cancel());
            let error = within(Duration::from_secs(20), || job.join().unwrap_err());
            assert!(error.is_cancelled(), "{error}");
            assert_eq!(next.join().unwrap(), 2);
        },
    );
}

#[test]
fn a_call_that_takes_too_long_ends() {
    with(
        2,
        |builder| builder.call_timeout(Duration::from_millis(300)),
        |pool, _| {
            let error = within(Duration::from_secs(20), || pool.map(risky, [1, 99, 99, 2]).unwrap_err());
            assert!(error.is_timeout(), "{error}");
            assert_eq!(pool.map(risky, [1, 2]).unwrap(), [2, 3]);
        },
    );
}

#[test]
fn tasks_of_a_lost_node_fail_by_name_and_do_not_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("runs").display().to_string();
    let runs = file.clone();
    with(
        2,
        |builder| builder,
        |pool, relay| {
            let task = closure!(|x: u64| {
                let ran = counted(file.clone(), x);
                if x == 5 {
                    std::thread::sleep(Duration::from_secs(60));
                }
                ran
            });
            let results = std::thread::scope(|scope| {
                let call = scope.spawn(|| pool.try_map(task, 0..20).unwrap());
                wait_for(|| lines(&runs).contains(&5));
                relay.lose_all();
                call.join().unwrap()
            });
            let lost: Vec<&Error> = results.iter().filter_map(|result| result.as_ref().err()).collect();
            assert!(!lost.is_empty());
            for error in lost {
                assert!(error.is_lost(), "{error}");
                assert_eq!(error.node(), Some("relay"));
                assert!(error.to_string().contains("may have run there"), "{error}");
            }
            assert!(results[5].is_err());
            let mut ran = lines(&runs);
            ran.sort_unstable();
            let before = ran.len();
            ran.dedup();
            assert_eq!(ran.len(), before, "a task ran twice");
        },
    );
}

#[test]
fn tasks_of_a_lost_node_run_again_if_they_may() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("runs").display().to_string();
    let runs = file.clone();
    with(
        2,
        |builder| builder.retries(1),
        |pool, relay| {
            let task = closure!(|x: u64| {
                let first = !lines(&file).contains(&x);
                let ran = counted(file.clone(), x);
                if x == 5 && first {
                    std::thread::sleep(Duration::from_secs(60));
                }
                ran
            });
            let results = std::thread::scope(|scope| {
                let call = scope.spawn(|| pool.map(task, 0..20));
                wait_for(|| lines(&runs).contains(&5));
                relay.lose_all();
                call.join().unwrap()
            });
            assert!(results.unwrap().into_iter().eq(0..20));
        },
    );
}

#[test]
fn a_worker_ends_by_itself_after_its_last_task() {
    with(
        2,
        |builder| builder.tasks_per_worker(3),
        |pool, _| {
            let expected: Vec<u64> = (0..30).map(square).collect();
            assert_eq!(pool.map(square, 0..30).unwrap(), expected);
            assert_eq!(pool.stats().crashed, 0);
            assert!(pool.stats().started >= 10);
        },
    );
}

#[test]
fn an_initializer_runs_first_and_its_failure_stops_the_pool() {
    with(
        1,
        |builder| builder.initializer(closure!(|| Err::<(), String>("not here".to_owned()))),
        |pool, _| {
            let error = pool.map(square, 0..3).unwrap_err();
            assert!(error.to_string().contains("not here"), "{error}");
        },
    );
}

fn lines(file: &str) -> Vec<u64> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

fn wait_for(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(20), "it never came");
        std::thread::yield_now();
    }
}

fn sum(values: &[u64]) -> u64 {
    values.iter().fold(0, |sum, value| sum.wrapping_mul(31).wrapping_add(*value))
}

fn counted_up(count: usize) -> Shared<[u64]> {
    Shared::build(count, |values| (0..).zip(values).for_each(|(n, to)| *to = n)).unwrap()
}

#[test]
fn shared_values_are_read_as_captures_and_as_inputs() {
    with(
        2,
        |builder| builder,
        |pool, _| {
            for count in [0, 1, 1000, 1 << 18] {
                let value = counted_up(count);
                let captured = value.clone();
                let task = closure!(|x: u64| sum(&captured) ^ x);
                let expected: Vec<u64> = (0..50).map(|x| sum(&value) ^ x).collect();
                assert_eq!(within(Duration::from_secs(10), || pool.map(task, 0..50).unwrap()), expected);
                let inputs: Vec<Shared<[u64]>> =
                    (0..50).map(|x| value.slice(x % (count + 1)..).unwrap()).collect();
                let expected: Vec<u64> = inputs.iter().map(|values| sum(values)).collect();
                let sums = pool.map(closure!(|values: Shared<[u64]>| sum(&values)), inputs).unwrap();
                assert_eq!(sums, expected, "{count}");
            }
        },
    );
}

#[test]
fn small_shared_values_that_come_later_are_seen_in_the_same_memory() {
    with(
        2,
        |builder| builder,
        |pool, _| {
            let mut all = vec![counted_up(3)];
            for round in 1..60 {
                all.push(counted_up(round));
                let sums = pool.map(closure!(|values: Shared<[u64]>| sum(&values)), all.clone()).unwrap();
                assert!(sums.into_iter().eq(all.iter().map(|values| sum(values))), "{round}");
            }
        },
    );
}

#[test]
fn memory_that_does_not_come_fails_the_tasks_that_need_it_with_the_reason() {
    with(
        2,
        |builder| builder,
        |pool, _| {
            let refused = counted_up(usize::try_from(relay::REFUSED / 8).unwrap());
            let inputs: Vec<Option<Shared<[u64]>>> =
                (0..20).map(|x| (x % 3 == 0).then(|| refused.clone())).collect();
            let task =
                closure!(|values: Option<Shared<[u64]>>| values.map_or(7, |values| values.len() as u64));
            for (x, result) in (0..20).zip(pool.try_map(task, inputs).unwrap()) {
                match result {
                    Ok(value) => assert!(x % 3 != 0 && value == 7, "{x}"),
                    Err(error) => {
                        assert!(
                            x % 3 == 0 && error.to_string().contains("the relay does not like it"),
                            "{error}"
                        );
                    }
                }
            }
            let captured = refused.clone();
            let error = pool.map(closure!(|x: u64| captured.len() as u64 + x), 0..3).unwrap_err();
            assert!(error.to_string().contains("the relay does not like it"), "{error}");
            assert_eq!(pool.map(square, 0..100).unwrap()[99], 9801);
            assert_eq!(pool.stats().crashed, 0);
        },
    );
}

/// Values of a worker: a large one and small ones.
fn made(x: u64) -> (Shared<[u64]>, Vec<Shared<[u64]>>) {
    let large = Shared::build(1 << 18, |values| values.fill(x)).unwrap();
    (large, (0..5).map(|n| Shared::copy_of(&[x, n]).unwrap()).collect())
}

#[test]
fn shared_values_that_workers_make_come_back_and_go_on_to_others() {
    with(
        2,
        |builder| builder,
        |pool, _| {
            let results = pool.map(made, 0..40).unwrap();
            for (x, (large, small)) in (0..40).zip(&results) {
                assert!(large.len() == 1 << 18 && large.iter().all(|value| *value == x));
                assert!((0..5).zip(small).all(|(n, values)| values[..] == [x, n]), "{x}");
            }
            let inputs: Vec<Shared<[u64]>> = results.into_iter().map(|(large, _)| large).collect();
            let firsts = pool.map(closure!(|values: Shared<[u64]>| values[1 << 17]), inputs).unwrap();
            assert!(firsts.into_iter().eq(0..40));
        },
    );
}

/// The executable of this program with these bytes behind it, which is another program by its content.
fn with_tail(tail: &[u8]) -> Program {
    let mut file = ProgramFile::new().unwrap();
    let mut own = std::fs::File::open("/proc/self/exe").unwrap();
    std::io::copy(&mut own, &mut file).unwrap();
    file.write_all(tail).unwrap();
    file.seal(&WorkerProtocol::own()).unwrap()
}

/// The last bytes of the executable that runs.
fn tail(_: u64) -> Vec<u8> {
    let mut file = std::fs::File::open("/proc/self/exe").expect("an executable");
    file.seek(SeekFrom::End(-3)).expect("it has an end");
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).expect("read");
    tail
}

/// That of the executable of a nested pool's workers.
fn tail_of_nested(x: u64) -> Vec<u8> {
    let pool = Pool::builder().workers(1).build().expect("a pool");
    pool.map(tail, [x]).expect("a result").concat()
}

/// What the descriptors of this process lead to.
fn descriptors(_: u64) -> Vec<String> {
    let entries = std::fs::read_dir("/proc/self/fd").expect("a list").flatten();
    entries.filter_map(|entry| Some(std::fs::read_link(entry.path()).ok()?.display().to_string())).collect()
}

#[test]
fn workers_of_another_executable_run_from_sealed_memory() {
    let run = |pool: &RemotePool, expected: &[u8]| {
        assert!(pool.map(tail, 0..20).unwrap().iter().all(|tail| tail == expected));
        for (x, result) in (0..20).zip(pool.try_map(risky, 0..20).unwrap()) {
            match result {
                Err(error) => assert_eq!((x, error.exit()), (13, Some(Exit::Signal(6))), "{error}"),
                Ok(value) => assert_eq!(value, x + 1),
            }
        }
        // Its own workers are of that executable too.
        assert_eq!(pool.map(tail_of_nested, [1]).unwrap(), [expected]);
        let open = pool.map(descriptors, [0]).unwrap().concat();
        assert!(!open.iter().any(|name| name.contains("wirecheck-program")), "{open:?}");
    };
    with_program(Some(with_tail(b"one")), 2, |builder| builder, |pool, _| run(pool, b"one"));
    with_program(Some(with_tail(b"two")), 2, |builder| builder, |pool, _| run(pool, b"two"));
}

#[test]
fn what_is_no_executable_is_an_error() {
    for content in [&b"#!/does/not/exist\n"[..], b"", b"\x7fELF", &[0; 5000]] {
        let mut file = ProgramFile::new().unwrap();
        file.write_all(content).unwrap();
        let program = file.seal(&WorkerProtocol::own()).unwrap();
        with_program(
            Some(program),
            1,
            |builder| builder,
            |pool, _| {
                let error = within(Duration::from_secs(20), || pool.map(square, [1]).unwrap_err());
                assert!(error.is_start_failure(), "{error}");
                assert!(error.to_string().contains("worker process"), "{error}");
            },
        );
    }
}
