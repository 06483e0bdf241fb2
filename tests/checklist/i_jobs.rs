//! I. Jobs as futures, waiting, cancelling: 78 and 79.

use crate::kit::{Gate, LONG, distinct, odd_panics, pid, square, wait_at};
use crate::support::{alone, eventually};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};
use wirecheck::{Batch, Error, Job, Pool};

fn held(gate: std::path::PathBuf, x: u64) -> u64 {
    u64::from(wait_at(gate, x))
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// All it takes to await something.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let deadline = Instant::now() + LONG;
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
        assert!(Instant::now() < deadline, "never woken");
        std::thread::park_timeout(LONG);
    }
}

/// Waits for the first of several jobs; takes it out.
async fn first<R>(jobs: &mut Vec<Job<R>>) -> Result<R, Error> {
    std::future::poll_fn(|context| {
        let ready = jobs.iter_mut().enumerate().find_map(|(at, job)| match Pin::new(job).poll(context) {
            Poll::Ready(result) => Some((at, result)),
            Poll::Pending => None,
        });
        ready.map_or(Poll::Pending, |(at, result)| {
            drop(jobs.swap_remove(at));
            Poll::Ready(result)
        })
    })
    .await
}

#[test]
fn i078_waiting_for_the_first_and_for_all_without_an_executor() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let gate = Gate::new();
        let mut jobs = vec![
            backend.submit(held, (gate.path(), 1)).unwrap(),
            backend.submit(square, 3).unwrap(),
            backend.submit(odd_panics, 5).unwrap(),
        ];
        let firsts = [block_on(first(&mut jobs)), block_on(first(&mut jobs))];
        assert_eq!(firsts.iter().filter(|result| matches!(result, Ok(9))).count(), 1);
        assert_eq!(firsts.iter().filter(|result| result.as_ref().is_err_and(Error::is_panic)).count(), 1);
        assert!(jobs.len() == 1 && !jobs[0].is_finished());
        gate.open();
        assert!(block_on(first(&mut jobs)).is_ok());
        // All of many.
        let jobs: Vec<_> = (0..20).map(|x| backend.submit(square, x).unwrap()).collect();
        let all = block_on(async {
            let mut results = Vec::new();
            for job in jobs {
                results.push(job.await.unwrap());
            }
            results
        });
        assert_eq!(all, (0..20).map(square).collect::<Vec<_>>());
    });
}

#[test]
fn i078_jobs_are_futures_on_tokio() {
    let _alone = alone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    each!(|builder| builder.workers(2), |backend| {
        let many = if backend.stats().started == 0 { 20 } else { 300 };
        runtime.block_on(async {
            // As they complete, many at a time.
            let mut set = tokio::task::JoinSet::new();
            for x in 0..many {
                let job = backend.submit(odd_panics, x).unwrap();
                set.spawn(async move { (x, job.await) });
            }
            let mut seen = Vec::new();
            while let Some(done) = set.join_next().await {
                let (x, result) = done.unwrap();
                assert_eq!(result.ok(), (x % 2 == 0).then_some(x / 2));
                seen.push(x);
            }
            assert_eq!((seen.len() as u64, distinct(seen)), (many, many as usize));
            // No longer than that; the job that was waited for is dropped, and its task goes on.
            let gate = Gate::new();
            let mut job = backend.submit(held, (gate.path(), 0)).unwrap();
            let soon = Duration::from_millis(20);
            assert!(tokio::time::timeout(soon, &mut job).await.is_err());
            let lost = backend.submit(held, (gate.path(), 1)).unwrap();
            assert!(tokio::time::timeout(soon, lost).await.is_err());
            gate.open();
            assert!(job.await.is_ok());
            assert_eq!(backend.submit(square, 4).unwrap().await.unwrap(), 16);
        });
    });
}

/// Counts how often it is woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn i078_the_last_waker_is_woken_once_whether_the_job_is_there_or_not() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let gate = Gate::new();
        let [first, second, dropped] = [(); 3].map(|()| Arc::new(Count::default()));
        let mut job = backend.submit(held, (gate.path(), 0)).unwrap();
        let mut lost = backend.submit(held, (gate.path(), 1)).unwrap();
        for count in [&first, &second] {
            let waker = Waker::from(Arc::clone(count));
            assert!(Pin::new(&mut job).poll(&mut Context::from_waker(&waker)).is_pending());
        }
        let waker = Waker::from(Arc::clone(&dropped));
        assert!(Pin::new(&mut lost).poll(&mut Context::from_waker(&waker)).is_pending());
        drop(lost);
        gate.open();
        eventually("both ran", LONG, || backend.stats().tasks == 2);
        assert!(job.join_timeout(LONG).is_ok());
        eventually("the job's waker was woken", LONG, || second.0.load(Ordering::Relaxed) == 1);
        assert_eq!(first.0.load(Ordering::Relaxed), 0, "only the last one that asked");
        assert!(dropped.0.load(Ordering::Relaxed) <= 1, "harmless");
        // A result is given once, by whatever way.
        let waker = Waker::noop();
        match Pin::new(&mut job).poll(&mut Context::from_waker(waker)) {
            Poll::Ready(Err(error)) => assert!(error.to_string().contains("was taken before"), "{error}"),
            other => panic!("{other:?}"),
        }
    });
}

struct Grumpy;

impl Wake for Grumpy {
    fn wake(self: Arc<Self>) {
        panic!("do not wake me");
    }
}

#[test]
fn i078_a_waker_that_panics_costs_no_other_job() {
    let _alone = alone();
    each!(|builder| builder.workers(1).batch(Batch::Fixed(8)), |backend| {
        let gate = Gate::new();
        let mut job = backend.submit(held, (gate.path(), 0)).unwrap();
        let waker = Waker::from(Arc::new(Grumpy));
        assert!(Pin::new(&mut job).poll(&mut Context::from_waker(&waker)).is_pending());
        let others: Vec<_> = (0..6).map(|x| backend.submit(square, x).unwrap()).collect();
        gate.open();
        for (x, other) in (0..).zip(others) {
            assert_eq!(other.join().unwrap(), x * x);
        }
        assert!(job.join().is_ok());
    });
}

#[test]
fn i079_a_queued_job_is_cancelled_and_not_begun() {
    let _alone = alone();
    // Behind another one in the queue, and at the worker itself.
    for batch in [Batch::Fixed(1), Batch::Fixed(8)] {
        each!(|builder| builder.workers(1).batch(batch), |backend| {
            let gate = Gate::new();
            let running = backend.submit(held, (gate.path(), 0)).unwrap();
            eventually("it runs", LONG, || gate.arrived() == 1);
            let mut queued: Vec<_> =
                (1..6).map(|name| backend.submit(held, (gate.path(), name)).unwrap()).collect();
            let kept = queued.pop().unwrap();
            for mut job in queued {
                assert!(job.cancel() && !job.cancel(), "once");
                let error = job.join_timeout(LONG).unwrap_err();
                assert!(error.is_cancelled() && error.task().unwrap().ends_with("held"), "{error}");
            }
            assert!(!running.is_finished());
            gate.open();
            assert!(running.join().is_ok() && kept.join().is_ok());
            assert_eq!((gate.arrived(), gate.has_arrived(5)), (2, true), "{batch:?}");
            let stats = backend.stats();
            assert_eq!(
                (stats.stopped, stats.crashed),
                (0, 0),
                "no worker is ended for what it has not begun"
            );
        });
    }
}

/// More of them than there is room to mark: the worker is ended then, and no other task suffers.
#[test]
fn i079_hundreds_of_queued_jobs_are_cancelled() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).batch(Batch::Fixed(1000)).build().unwrap();
    let gate = Gate::new();
    let running = pool.submit(held, (gate.path(), 0)).unwrap();
    eventually("it runs", LONG, || gate.arrived() == 1);
    let jobs: Vec<_> = (0..300).map(|x| pool.submit(square, x).unwrap()).collect();
    for job in jobs.iter().step_by(2) {
        assert!(job.cancel());
    }
    gate.open();
    running.join().unwrap();
    for (x, job) in (0..).zip(jobs) {
        match job.join() {
            Ok(y) => assert_eq!((x % 2, y), (1, x * x)),
            Err(error) => assert!(x % 2 == 0 && error.is_cancelled(), "{error}"),
        }
    }
    assert_eq!(pool.map(square, [3]).unwrap(), [9]);
    assert_eq!(pool.stats().crashed, 0);
}

#[test]
fn i079_a_running_job_is_cancelled_with_its_worker_alone() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let (stuck, gate) = (Gate::new(), Gate::new());
        let expired_calls = backend.submit(held, (stuck.path(), 0)).unwrap();
        let other = backend.submit(held, (gate.path(), 0)).unwrap();
        eventually("both run", LONG, || stuck.arrived() == 1 && gate.arrived() == 1);
        let behind: Vec<_> = (0..10).map(|x| backend.submit(square, x).unwrap()).collect();
        assert!(expired_calls.cancel());
        assert!(expired_calls.join().unwrap_err().is_cancelled());
        for (x, job) in (0..).zip(behind) {
            assert_eq!(job.join().unwrap(), x * x);
        }
        gate.open();
        assert!(other.join().is_ok());
        let stats = backend.stats();
        assert_eq!((stats.stopped, stats.crashed), (1, 0));
        // Both workers are there again.
        let gate = Gate::new();
        let jobs: Vec<_> = (0..2).map(|x| backend.submit(wait_at, (gate.path(), x)).unwrap()).collect();
        eventually("both run", LONG, || gate.arrived() == 2);
        gate.open();
        assert_eq!(distinct(jobs.into_iter().map(|job| job.join().unwrap())), 2);
    });
}

#[test]
fn i079_a_finished_job_is_not_cancelled() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let mut job = backend.submit(square, 5).unwrap();
        eventually("it is finished", LONG, || job.is_finished());
        assert_eq!(format!("{job:?}"), "Job { finished: true }");
        assert!(!job.cancel());
        assert_eq!(job.join_timeout(Duration::ZERO).unwrap(), 25);
        assert!(!job.cancel() && job.is_finished());
        assert!(job.join_timeout(Duration::ZERO).unwrap_err().is_refused());
        let failed = backend.submit(odd_panics, 5).unwrap();
        eventually("it has failed", LONG, || failed.is_finished());
        assert!(!failed.cancel());
        assert!(failed.join().unwrap_err().is_panic());
    });
}

#[test]
fn i079_waiting_no_longer_than_that_leaves_the_task_alone() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let gate = Gate::new();
        let mut job = backend.submit(wait_at, (gate.path(), 0)).unwrap();
        assert_eq!(format!("{job:?}"), "Job { finished: false }");
        for patience in [0, 1, 20].map(Duration::from_millis) {
            let start = Instant::now();
            let error = job.join_timeout(patience).unwrap_err();
            assert!(error.is_timeout() && start.elapsed() >= patience, "{error}");
            assert!(start.elapsed() < patience + Duration::from_secs(2));
            assert!(
                error.to_string().contains("the task is still running: join it again or cancel it"),
                "{error}"
            );
        }
        gate.open();
        assert!(job.join_timeout(Duration::MAX).is_ok());
        assert_eq!(backend.stats().stopped, 0);
    });
}

/// Whoever cancels and whoever finishes at the same moment agree on the outcome.
#[test]
fn i079_cancelling_races_with_the_end() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let cancelled = Mutex::new(0);
    for round in 0..200_u64 {
        let job = pool.submit(square, round).unwrap();
        for _ in 0..(round % 20) * 50 {
            std::hint::spin_loop();
        }
        let told = job.cancel();
        match job.join() {
            Ok(value) => assert_eq!((told, value), (false, round * round)),
            Err(error) => {
                assert!(told && error.is_cancelled(), "{told}: {error}");
                *cancelled.lock().unwrap() += 1;
            }
        }
    }
    assert_eq!(pool.map(pid, 0..50).unwrap().len(), 50);
    assert_eq!(pool.stats().crashed, 0);
}
