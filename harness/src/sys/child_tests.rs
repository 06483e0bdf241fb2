use super::*;
use rustix::process::{WaitOptions, waitpid};
use std::process::Command;

const LONG: Duration = Duration::from_secs(20);

#[expect(clippy::zombie_processes, reason = "a `ChildProcess` collects its status")]
fn start(program: &str, argument: &str) -> Pid {
    let child = Command::new(program).arg(argument).spawn().expect("started");
    Pid::from_child(&child)
}

/// A process that runs until it is ended.
fn running() -> Pid {
    start("sleep", "1000")
}

/// Both ways to reach a process.
fn both(start: impl Fn() -> Pid) -> [ChildProcess; 2] {
    [ChildProcess::adopt(start()), ChildProcess::by_id(start())]
}

/// Collects the status of a process as a program does that waits for any child.
fn collect_elsewhere(id: Pid) {
    assert!(waitpid(Some(id), WaitOptions::empty()).expect("a child").is_some());
}

fn is_alive(id: Pid) -> bool {
    matches!(waitid(WaitId::Pid(id), Target::LOOK), Ok(None))
}

#[test]
fn an_exit_code_is_collected_once_and_stays() {
    for mut child in both(|| start("false", "")) {
        assert_eq!(child.wait(LONG), Some(Exit::Code(1)));
        assert_eq!(child.wait(LONG), Some(Exit::Code(1)));
        assert!(child.ended.is_some() && child.has_exited());
    }
}

#[test]
fn a_process_that_goes_on_is_not_waited_for_without_end() {
    for mut child in both(running) {
        assert_eq!(child.wait(Duration::from_millis(20)), None);
        assert!(!child.has_exited() && child.ended.is_none() && !child.has_stopped());
        assert_eq!(child.kill(), Some(Exit::Signal(libc::SIGKILL)));
    }
}

#[test]
fn a_stopped_process_is_seen_and_goes_on() {
    for mut child in both(running) {
        child.signal(Signal::STOP);
        let start = Instant::now();
        while !child.has_stopped() {
            assert!(start.elapsed() < LONG);
            std::thread::yield_now();
        }
        assert!(!child.has_exited());
        child.signal(Signal::CONT);
        child.signal(Signal::TERM);
        assert_eq!(child.wait(LONG), Some(Exit::Signal(libc::SIGTERM)));
    }
}

#[test]
fn a_status_that_was_collected_elsewhere_is_unknown_and_the_end_is_certain() {
    for mut child in both(|| start("true", "")) {
        collect_elsewhere(child.id());
        assert!(child.has_exited());
        assert_eq!(child.wait(LONG), Some(Exit::Unknown));
        assert_eq!(child.kill(), Some(Exit::Unknown));
    }
}

#[test]
fn a_process_that_ended_before_it_was_adopted_is_not_taken_for_another_one() {
    let id = start("true", "");
    collect_elsewhere(id);
    let mut child = ChildProcess::adopt(id);
    assert!(child.ended.is_some());
    assert_eq!(child.kill(), Some(Exit::Unknown));
}

/// The kernel gives an id again once its process is gone and collected. Here the id of another process stands for that.
#[test]
fn whoever_has_the_id_now_gets_no_signal() {
    let mut gone = ChildProcess::adopt(running());
    kill_process(gone.id(), Signal::KILL).expect("killed");
    collect_elsewhere(gone.id());
    let other = running();
    let pidfd = gone.target.pidfd.as_ref().expect("a descriptor").try_clone().expect("a copy");
    gone.target = Arc::new(Target::new(other, Some(pidfd)));
    gone.killer().kill();
    gone.signal(Signal::KILL);
    assert!(gone.has_exited());
    assert_eq!(gone.kill(), Some(Exit::Unknown));
    assert!(is_alive(other));
    let mut other = ChildProcess::adopt(other);
    assert_eq!(other.kill(), Some(Exit::Signal(libc::SIGKILL)), "only now");
}

#[test]
fn dropping_it_ends_the_process_and_leaves_nothing_behind() {
    for child in both(running) {
        let id = child.id();
        drop(child);
        assert!(matches!(waitid(WaitId::Pid(id), Target::LOOK), Err(Errno::CHILD)));
    }
}

#[test]
fn a_killer_kills_until_the_status_is_collected_and_not_after() {
    for mut child in both(running) {
        let killer = child.killer();
        assert_eq!(killer, child.killer());
        std::thread::spawn({
            let killer = killer.clone();
            move || killer.kill()
        });
        assert_eq!(child.wait(LONG), Some(Exit::Signal(libc::SIGKILL)));
        killer.kill();
        assert_ne!(killer, ChildProcess::adopt(running()).killer());
    }
}
