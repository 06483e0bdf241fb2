use super::*;
use rustix::io::fcntl_setfd;
use std::os::fd::AsRawFd;

#[test]
fn what_exec_would_close_is_not_listed() {
    let (open, kept) = (std::fs::File::open("/dev/null").unwrap(), std::fs::File::open("/dev/null").unwrap());
    fcntl_setfd(&open, FdFlags::empty()).unwrap();
    let listed = inheritable(3);
    assert!(listed.contains(&open.as_raw_fd()) && !listed.contains(&kept.as_raw_fd()), "{listed:?}");
    assert!(!inheritable(open.as_raw_fd() + 1).contains(&open.as_raw_fd()));
    fcntl_setfd(&open, FdFlags::CLOEXEC).unwrap();
    assert!(!inheritable(3).contains(&open.as_raw_fd()));
}

#[test]
fn ranges_are_closed_by_the_kernel_where_it_can() {
    let open: Vec<_> = (0..8).map(|_| std::fs::File::open("/dev/null").unwrap()).collect();
    let by_kernel = kernel_closes_ranges();
    // The look has closed nothing.
    assert!(open.iter().all(|file| file.metadata().is_ok()));
    assert_eq!(matches!(Closing::from(7), Closing::From(_)), by_kernel && close_from().is_some());
}
