//! A program that forks while it has pools, without `exec`: `forked HOW`. A panic in either process fails it.

use fork::{Fork, fork, waitpid};
use std::io::{BufRead as _, Write as _};
use std::time::{Duration, Instant};
use wirecheck::{Batch, Error, Output, Pool, Thread, closure};

fn square(x: u64) -> u64 {
    x * x
}

fn nap(millis: u64) -> u64 {
    std::thread::sleep(Duration::from_millis(millis));
    millis
}

fn is_refused<T>(what: &str, result: Result<T, Error>) {
    let Err(error) = result else { panic!("{what} is taken") };
    let text = error.to_string();
    assert!(
        error.is_refused() && text.contains("a fork, and works only there: build one in this process"),
        "{what}: {text}"
    );
}

/// Runs `body` in a fork, which then ends without unwinding into its caller.
fn in_fork(body: impl FnOnce()) -> i32 {
    match fork().expect("forked") {
        Fork::Parent(child) => child,
        Fork::Child => {
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body));
            std::process::exit(i32::from(outcome.is_err()))
        }
    }
}

fn ends_well(child: i32) {
    let status = waitpid(child).expect("a child");
    assert_eq!(status, 0, "the fork failed");
}

/// A pool with all that it can have, used in both.
fn copies() -> Result<(), Error> {
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(4)).build()?;
    let shared = wirecheck::pool::shared()?;
    let large = closure!(|x: u64| vec![x; 50_000]);
    assert_eq!(shared.map(square, 0..3)?, [0, 1, 4]);
    assert_eq!(wirecheck::spawn(square, 3)?.join()?, 9);
    pool.submit_then(square, 2, |_| (), |_| ())?;
    let job = pool.submit(nap, 500)?;
    let mut results = pool.map_iter(large, 0..40)?;
    assert_eq!(results.next().transpose()?.map(|list| list[0]), Some(0));
    let start = Instant::now();
    // What it takes it takes from its own copy.
    let child = if let Fork::Parent(child) = fork().expect("forked") {
        child
    } else {
        is_refused("map", pool.map(square, 0..4));
        is_refused("try_map", pool.try_map(square, 0..4));
        is_refused("map_iter", pool.map_iter(square, 0..4).map(drop));
        is_refused("map_unordered", pool.map_unordered(square, 0..4).map(drop));
        is_refused("submit", pool.submit(square, 4));
        is_refused("submit_then", pool.submit_then(square, 4, |_| (), |_| ()));
        is_refused("resize", pool.resize(1));
        is_refused("join", pool.join());
        assert!(!pool.takes_tasks() && !job.cancel() && job.is_finished() && pool.output().is_empty());
        is_refused("the job", job.join());
        // Results that had arrived are there; the first that had not is the error.
        let ended = results.by_ref().find(Result::is_err).expect("an error");
        is_refused("the iterator", ended);
        drop(results);
        pool.terminate();
        drop(pool);
        // What belongs to the whole program is made anew.
        assert_eq!(
            wirecheck::pool::shared().and_then(|pool| pool.map(square, 0..4)).expect("another"),
            [0, 1, 4, 9]
        );
        assert_eq!(wirecheck::spawn(square, 4).and_then(wirecheck::Job::join).expect("another"), 16);
        let own = Pool::builder().workers(1).build().expect("its own");
        assert_eq!(own.map(square, 0..5).expect("results"), [0, 1, 4, 9, 16]);
        drop((own, shared));
        std::process::exit(0)
    };
    ends_well(child);
    // Nothing of that has reached the workers of this process.
    for (x, list) in (1..).zip(results) {
        assert_eq!(list?, vec![x; 50_000]);
    }
    assert_eq!(job.join()?, 500);
    assert_eq!(pool.map(square, 0..100)?[99], 99 * 99);
    assert_eq!(pool.stats().crashed, 0);
    assert!(start.elapsed() < Duration::from_secs(20));
    Ok(())
}

/// Threads, which a fork does not have.
fn threads() -> Result<(), Error> {
    let threads = Thread::builder().workers(2).build()?;
    let job = threads.submit(nap, 300)?;
    let mut ordered = threads.map_iter(square, 0..10)?;
    let mut unordered = threads.map_unordered(square, 0..10)?;
    assert_eq!(ordered.next().transpose()?, Some(0));
    assert!(unordered.next().is_some_and(|(_, result)| result.is_ok()));
    let theirs = threads.clone();
    let child = in_fork(|| {
        is_refused("map", threads.map(square, 0..4));
        is_refused("try_map", threads.try_map(square, 0..4));
        is_refused("map_iter", threads.map_iter(square, 0..4).map(drop));
        is_refused("map_unordered", threads.map_unordered(square, 0..4).map(drop));
        is_refused("submit", threads.submit(square, 4));
        assert!(job.is_finished() && !job.cancel());
        is_refused("the job", job.join());
        is_refused("the iterator", ordered.next().expect("an item"));
        assert!(ordered.next().is_none());
        let (at, result) = unordered.next().expect("an item");
        is_refused("the results as they come", result);
        assert_eq!(at, usize::MAX);
        drop((ordered, unordered));
        drop(theirs);
        let own = Thread::builder().workers(2).build().expect("its own");
        assert_eq!(own.map(square, 0..5).expect("results"), [0, 1, 4, 9, 16]);
    });
    ends_well(child);
    Ok(())
}

/// Both processes call at the same time, many times.
fn races() -> Result<(), Error> {
    for _ in 0..30 {
        let pool = Pool::builder().workers(1).build()?;
        pool.map(square, 0..4)?;
        let child = in_fork(|| is_refused("map", pool.map(square, 1000..1200)));
        assert_eq!(pool.map(square, 0..200)?, (0..200).map(square).collect::<Vec<_>>());
        ends_well(child);
    }
    Ok(())
}

/// The worker, and a fork that outlives this process.
fn left_alone() -> Result<(), Error> {
    let pool = Pool::builder().workers(1).build()?;
    let worker = pool.map(closure!(|_: u64| std::process::id()), [0])?[0];
    let helper = in_fork(|| std::thread::sleep(Duration::from_secs(60)));
    let _ = writeln!(std::io::stdout(), "{worker}\n{helper}");
    let _ = std::io::stdin().lock().read_line(&mut String::new());
    Ok(())
}

/// Tasks that come back twice: in the worker, and in a fork of it.
fn twice() -> Result<(), Error> {
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(3)).stderr(Output::Captured).build()?;
    let forks = closure!(|x: u64| {
        fork().expect("forked");
        x + 1
    });
    assert_eq!(pool.map(forks, 0..30)?, (1..31).collect::<Vec<_>>());
    let large = closure!(|x: u64| {
        fork().expect("forked");
        vec![x; 100_000]
    });
    for (x, list) in (0..).zip(pool.map(large, 0..6)?) {
        assert_eq!(list, vec![x; 100_000]);
    }
    let panics = closure!(|x: u64| -> u64 {
        fork().expect("forked");
        panic!("{x} is odd")
    });
    for result in pool.try_map(panics, 0..4)? {
        assert!(result.is_err_and(|error| error.is_panic()));
    }
    assert_eq!(pool.map(square, 0..10)?[9], 81);
    assert_eq!(pool.stats().crashed, 0);
    let said: String = pool.output().into_iter().map(|worker| worker.stderr).collect();
    assert!(said.contains("a process that a task has forked came back from the task"), "{said}");
    Ok(())
}

/// Workers that die while a fork of theirs holds their channel, and whose status somebody else collects.
fn holders(collect: bool) -> Result<(), Error> {
    if collect {
        std::thread::spawn(|| {
            loop {
                if fork::wait_any().is_err() {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
        });
    }
    let dies = closure!(|x: u64| -> u64 {
        let holder = in_fork(|| std::thread::sleep(Duration::from_secs(8)));
        if x.is_multiple_of(2) {
            std::process::abort();
        }
        u64::try_from(holder).unwrap_or_default()
    });
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(1)).build()?;
    let start = Instant::now();
    let results = pool.try_map(dies, 0..2)?;
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert!(results[0].as_ref().is_err_and(Error::is_crash), "{results:?}");
    assert!(results[1].is_ok(), "{results:?}");
    assert_eq!(pool.map(square, 0..10)?[9], 81);
    drop(pool);
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
    Ok(())
}

fn main() -> Result<(), Error> {
    wirecheck::init();
    match std::env::args().nth(1).as_deref() {
        Some("copies") => copies(),
        Some("threads") => threads(),
        Some("races") => races(),
        Some("alone") => left_alone(),
        Some("twice") => twice(),
        Some("holders") => holders(false),
        Some("collector") => holders(true),
        _ => Ok(()),
    }
}
