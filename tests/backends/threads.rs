//! What only `Thread` has to stand: tasks that use the threads that they run on.

use crate::LONG;
use crate::kit::square;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;
use wirecheck::Thread;

/// Runs this on another thread; fails when it does not end.
fn ends<T: Send + 'static>(code: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = channel();
    let thread = std::thread::spawn(move || sender.send(code()));
    let value = receiver.recv_timeout(LONG).expect("it ends");
    thread.join().expect("it does not panic").expect("it is received");
    value
}

fn threads(workers: usize) -> Thread {
    Thread::builder().workers(workers).build().unwrap()
}

#[test]
fn tasks_may_borrow_what_cannot_be_sent() {
    let words = ["one".to_owned(), "three".to_owned()];
    let counter = Mutex::new(0);
    let count = |word: &String| {
        *counter.lock().unwrap() += word.len();
        word.len()
    };
    assert_eq!(Thread::new().unwrap().map(count, &words).unwrap(), [3, 5]);
    assert_eq!(*counter.lock().unwrap(), 8);
}

#[test]
fn a_task_may_use_the_threads_it_runs_on() {
    for workers in [1, 2] {
        let sums = ends(move || {
            let threads = threads(workers);
            let task = |x: u64| {
                let ordered = threads.map_iter(square, x..x + 5).unwrap().map(Result::unwrap);
                let unordered = threads.map_unordered(square, x..x + 5).unwrap().map(|(_, x)| x.unwrap());
                let jobs: Vec<_> = (x..x + 5).map(|x| threads.submit(square, x).unwrap()).collect();
                let joined: u64 = jobs.into_iter().map(|job| job.join().unwrap()).sum();
                [ordered.sum(), unordered.sum(), joined, threads.map(square, x..x + 5).unwrap().iter().sum()]
            };
            threads.map(task, 0..20).unwrap()
        });
        for (x, [ordered, unordered, joined, mapped]) in (0..).zip(sums) {
            let expected: u64 = (x..x + 5).map(square).sum();
            assert_eq!([ordered, unordered, joined, mapped], [expected; 4], "{workers} workers");
        }
    }
}

/// The one thread of a pool waits for a task that waits for that thread.
#[test]
fn a_thread_of_another_rayon_pool_that_waits_does_its_own_work_meanwhile() {
    let results = ends(|| {
        let other = std::sync::Arc::new(rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap());
        let threads = threads(2);
        let there = other.clone();
        let task = move |x: u64| there.install(|| square(x));
        other.install(|| threads.map_iter(task, 0..5).unwrap().map(Result::unwrap).collect::<Vec<_>>())
    });
    assert_eq!(results, [0, 1, 4, 9, 16]);
}

#[test]
fn the_threads_go_on_while_nobody_asks() {
    static DONE: AtomicU64 = AtomicU64::new(0);
    let task = |_: u64| DONE.fetch_add(1, Ordering::SeqCst);
    let threads = Thread::builder().workers(2).window(8).build().unwrap();
    let read = std::cell::Cell::new(0);
    let mut results = threads.map_iter(task, (0..).inspect(|_| read.set(read.get() + 1))).unwrap();
    results.next().unwrap().unwrap();
    assert!(read.get() >= 2, "both threads have work");
    crate::support::eventually("what was read is run", LONG, || DONE.load(Ordering::SeqCst) == read.get());
}

/// Of a value that nobody fetches, and of a task: on a thread of rayon a panic would end the program.
#[test]
fn a_drop_that_panics_on_a_thread_ends_nothing() {
    struct Bomb(std::sync::mpsc::Sender<()>);
    impl Drop for Bomb {
        fn drop(&mut self) {
            let _ = self.0.send(());
            panic!("dropped");
        }
    }
    let threads = threads(1);
    let (sender, dropped) = channel();
    let (start, gate) = channel::<()>();
    let (begins, begun) = channel();
    let gate = Mutex::new(gate);
    let captured = Mutex::new(Some(Bomb(sender.clone())));
    let task = move |_: u64| {
        let _ = &captured;
        let _ = begins.send(());
        let _ = gate.lock().unwrap().recv();
        Bomb(sender.clone())
    };
    let mut results = threads.map_iter(task, [1_u64, 2]).unwrap();
    start.send(()).unwrap();
    std::mem::forget(results.next().unwrap().unwrap());
    for _ in 0..2 {
        // The second task runs: one that has not begun is not run any more.
        begun.recv_timeout(Duration::from_secs(60)).expect("each task begins");
    }
    drop(results);
    drop(start);
    for _ in 0..2 {
        dropped.recv_timeout(Duration::from_secs(60)).expect("a result and the task are dropped");
    }
    assert_eq!(threads.map(square, [3]).unwrap(), [9], "the thread is still there");
}
