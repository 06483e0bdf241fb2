use super::*;

/// What a fork of this process finds; its exit code says it.
fn in_fork(look: impl FnOnce() -> bool) -> bool {
    // SAFETY: the child calls only what is safe after a fork of a program with threads: atomics, `fork` and `_exit`.
    let child = unsafe { libc::fork() };
    assert!(child >= 0);
    if child == 0 {
        end_fork(i32::from(!look()));
    }
    let mut status = 0;
    // SAFETY: the pointer is valid for the call, and the process is a child of this one.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0
}

#[test]
fn a_fork_and_its_fork_are_other_generations() {
    let own = Generation::current();
    assert!(own.is_current() && Generation::current() == own);
    assert!(in_fork(|| {
        let child = Generation::current();
        let is_told = child != own && child.is_current() && !own.is_current();
        is_told && in_fork(|| ![own, child].contains(&Generation::current()) && !child.is_current())
    }));
    assert!(own.is_current(), "nothing of that happened here");
}

#[test]
fn without_a_wiped_page_the_process_id_tells() {
    let own = by_process_id();
    own.store(7, Ordering::Relaxed);
    assert_eq!(by_process_id().load(Ordering::Relaxed), 7);
    assert!(in_fork(|| by_process_id().load(Ordering::Relaxed) == 0));
    assert_eq!(by_process_id().load(Ordering::Relaxed), 7);
}
