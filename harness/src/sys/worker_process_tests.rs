use super::*;
use crate::sys::{NewControlBlock, WorkerControl};
use rustix::process::Pid;

#[test]
#[expect(clippy::zombie_processes, reason = "a `ChildProcess` collects its status")]
fn pending_responses_are_read_before_and_after_the_end_of_the_process() {
    let (parent, file) = NewControlBlock::create().expect("a block").split();
    let mut worker = WorkerControl::open(&file).expect("the worker's side");
    let sleep = std::process::Command::new("sleep").arg("1000").spawn().expect("started");
    let mut child = WorkerProcess::new(ChildProcess::adopt(Pid::from_child(&sleep)), parent);
    assert!(worker.push(b"sent") && worker.push(b"lost"));
    assert_eq!(child.unsent(4), b"lost", "it may append and does not write to these");
    assert!(worker.push(b"!"));
    assert_eq!((child.unsent(4), child.unsent(8)), (b"lost!".to_vec(), b"!".to_vec()));
    worker.mark_sent(0);
    assert_eq!(child.unsent(9), b"");
    assert!(worker.push(b"sent") && worker.push(b"lost"));
    child.kill();
    assert_eq!(child.unsent(13), b"lost");
    assert_eq!(child.unsent(9), b"sentlost");
    assert_eq!(child.unsent(17), b"");
    assert_eq!(child.unsent(18), b"", "more came than there was");
    worker.mark_sent(3);
    assert_eq!(child.unsent(20), b"");
    assert!(worker.push(b"next"));
    assert_eq!(child.unsent(20), b"next");
    assert_eq!(child.unsent(19), b"", "what was sent is not among the pending ones");
}
