use super::*;
use crate::sys::{NewControlBlock, WorkerControl};
use rustix::process::Pid;

#[test]
#[expect(clippy::zombie_processes, reason = "a `ChildProcess` collects its status")]
fn pending_responses_are_read_once_the_process_has_ended() {
    let (parent, file) = NewControlBlock::create().expect("a block").split();
    let mut worker = WorkerControl::open(&file).expect("the worker's side");
    let sleep = std::process::Command::new("sleep").arg("1000").spawn().expect("started");
    let mut child = WorkerProcess::new(ChildProcess::adopt(Pid::from_child(&sleep)), parent);
    assert!(worker.push(b"sent") && worker.push(b"lost"));
    assert!(child.unsent(4).is_empty(), "it may still write");
    child.kill();
    assert_eq!(child.unsent(4), b"lost");
    assert_eq!(child.unsent(0), b"sentlost");
    assert_eq!(child.unsent(8), b"");
    assert_eq!(child.unsent(9), b"", "more came than there was");
    worker.mark_sent(3);
    assert_eq!(child.unsent(11), b"");
    assert!(worker.push(b"next"));
    assert_eq!(child.unsent(11), b"next");
    assert_eq!(child.unsent(10), b"", "what was sent is not among the pending ones");
}
