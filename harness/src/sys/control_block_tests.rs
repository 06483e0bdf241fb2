use super::*;
use std::time::Duration;

fn sides() -> (ParentControl, WorkerControl) {
    NewControlBlock::create().expect("a block").both_sides()
}

#[test]
fn a_block_has_one_worker() {
    let (_parent, file) = NewControlBlock::create().expect("a block").split();
    let _worker = WorkerControl::open(&file).expect("the first one");
    assert!(WorkerControl::open(&file).is_err());
}

#[test]
fn memory_that_is_no_control_block_is_refused() {
    let bare = memfd_create("bare", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).expect("a file");
    assert!(WorkerControl::open(&bare).is_err(), "of another size");
    ftruncate(&bare, size_of::<Layout>() as u64).expect("longer");
    let error = WorkerControl::open(&bare).expect_err("not sealed");
    assert!(error.to_string().contains("may shrink"), "{error}");
    fcntl_add_seals(&bare, SealFlags::SHRINK).expect("sealed");
    let error = WorkerControl::open(&bare).expect_err("all zero");
    assert!(error.to_string().contains("another one"), "{error}");
    assert!(WorkerControl::open(std::fs::File::open("/proc/self/exe").expect("a file")).is_err());
}

#[test]
fn frames_of_any_length_are_pending_in_their_order() {
    let (_parent, mut worker) = sides();
    let mut all = Vec::new();
    for len in 0..40_u8 {
        let frame: Vec<u8> = (0..len).map(|at| at ^ len).collect();
        assert!(worker.push(&frame));
        all.extend(frame);
        assert_eq!(worker.pending(), all);
    }
    worker.mark_sent(0);
    assert_eq!(worker.pending(), b"");
    assert!(worker.push(b"after"));
    assert_eq!(worker.pending(), b"after");
}

#[test]
fn a_frame_without_room_is_not_added_in_part() {
    let (_parent, mut worker) = sides();
    assert!(worker.push(&[1; PENDING - 8]));
    assert!(!worker.push(&[2; 9]));
    assert!(worker.push(&[3; 8]));
    assert!(!worker.push(&[4]));
    assert!(worker.push(&[]));
    assert_eq!(worker.pending().len(), PENDING);
    assert_eq!(worker.pending()[PENDING - 9..], [1, 3, 3, 3, 3, 3, 3, 3, 3]);
    assert!(!sides().1.push(&[0; PENDING + 1]));
}

#[test]
fn the_parent_sees_what_runs() {
    let (parent, worker) = sides();
    assert_eq!((parent.running(), parent.running_for()), (None, None));
    worker.stamp();
    worker.start(3, 0, 1);
    assert_eq!((parent.running(), parent.begun()), (Some((3, 0)), 1));
    assert!(parent.running_for().is_some_and(|time| time < Duration::from_secs(60)));
    worker.end();
    assert_eq!(parent.running(), None);
}

#[test]
fn what_the_parent_asks_for_reaches_the_worker() {
    let (parent, worker) = sides();
    assert!(!worker.is_timed() && !worker.is_traced() && !worker.is_clocked() && !worker.is_cancelled(1));
    assert_eq!(worker.fault(), (0, 0));
    parent.time();
    parent.trace();
    parent.clock();
    parent.cancel(2);
    parent.set_fault(4, 7);
    assert!(worker.is_timed() && worker.is_traced() && worker.is_clocked());
    assert!(worker.is_cancelled(2) && !worker.is_cancelled(3));
    assert_eq!(worker.fault(), (4, 7));
    worker.spend(PhaseTotals { moving: [1, 2, 3], compute: 4, peak: 9 });
    worker.spend(PhaseTotals { moving: [1, 1, 1], compute: 1, peak: 5 });
    assert_eq!(parent.spent(), PhaseTotals { moving: [2, 3, 4], compute: 5, peak: 9 });
    worker.add_work(Duration::from_micros(2));
    worker.add_work(Duration::from_nanos(5));
    assert_eq!(parent.worked(), Duration::from_nanos(2005));
}

#[test]
fn calls_are_cancelled_and_forgotten_as_far_as_there_is_room() {
    let (parent, worker) = sides();
    parent.forget_call(1);
    for call in 1..=65 {
        parent.cancel_call(call);
    }
    assert!(worker.is_call_cancelled(1) && worker.is_call_cancelled(64));
    assert!(!worker.is_call_cancelled(65), "there was no room for it");
    parent.forget_call(7);
    parent.cancel_call(65);
    assert!(!worker.is_call_cancelled(7) && worker.is_call_cancelled(65));
}

#[test]
fn a_result_buffer_has_one_reader_and_comes_back() {
    let (parent, worker) = sides();
    let (ours, theirs) = (parent.leases(), worker.leases());
    assert!(theirs.is_with_worker(0));
    assert!(ours.take(0).is_none(), "the worker has not sent it");
    theirs.send(0);
    assert!(!theirs.is_with_worker(0));
    assert!(theirs.is_with_parent(0));
    let lease = ours.take(0).expect("sent");
    assert!(ours.take(0).is_none(), "it is being read");
    assert!(!theirs.is_with_worker(0) && theirs.is_with_parent(0));
    drop(lease);
    assert!(theirs.is_with_worker(0) && !theirs.take_kept(0));
    theirs.send(1);
    ours.take(1).expect("sent").keep();
    assert!(!theirs.is_with_worker(1) && !theirs.is_with_parent(1));
    assert!(theirs.take_kept(1) && !theirs.take_kept(1), "once");
    assert!(theirs.is_with_worker(1));
    assert!(ours.take(RESULT_BUFFERS).is_none(), "there is no such slot");
}

#[test]
fn a_worker_that_waits_for_a_buffer_is_woken() {
    let (parent, worker) = sides();
    let theirs = worker.leases();
    theirs.send(2);
    let lease = parent.leases().take(2).expect("sent");
    let (started, wait) = std::sync::mpsc::channel();
    let waiter = std::thread::spawn(move || {
        theirs.wait_for_return(|| {
            // The first look finds none; from then on it waits.
            let _ = started.send(());
            theirs.is_with_worker(2)
        });
        theirs.is_with_worker(2)
    });
    wait.recv().expect("it looks");
    drop(lease);
    assert!(waiter.join().expect("woken"));
}
