//! The system calls that are failed, and with what: the errors that each call's manual page lists.
//!
//! Left out are `EFAULT` (a bad pointer cannot come from safe code) and what only flags lead to that nobody here gives. Added
//! are `EPERM` and `ENOSYS` where a container's filter refuses a call. Calls that cannot fail, or whose failure the C library
//! hides from everybody, are in [`NEVER_FAILED`]; a call that is in neither list is an error of the sweep.

use nix::errno::Errno::{self, *};
use nix::libc;

/// A row: the number of the call, its name, and its errors.
pub struct Call {
    /// As the kernel counts.
    pub number: i64,
    /// As the manual names it.
    pub name: &'static str,
    /// What it may fail with.
    pub errors: &'static [Errno],
}

macro_rules! calls {
    ($($name:ident $number:ident [$($error:ident)*])*) => {
        /// Every call that is failed.
        pub const FAILED: &[Call] = &[
            $(Call { number: libc::$number, name: stringify!($name), errors: &[$($error),*] }),*
        ];
    };
}

calls! {
    // Sockets.
    socketpair SYS_socketpair [EMFILE ENFILE EAFNOSUPPORT EOPNOTSUPP EPROTONOSUPPORT ENOMEM ENOBUFS]
    sendto SYS_sendto [EAGAIN EINTR EPIPE ECONNRESET ENOBUFS ENOMEM EMSGSIZE ENOTCONN EACCES EBADF EINVAL ENOTSOCK]
    sendmsg SYS_sendmsg [EAGAIN EINTR EPIPE ECONNRESET ENOBUFS ENOMEM ETOOMANYREFS EMSGSIZE ENOTCONN EACCES EBADF EINVAL ENOTSOCK]
    recvfrom SYS_recvfrom [EAGAIN EINTR ECONNREFUSED ECONNRESET ENOMEM ENOBUFS ENOTCONN ETIMEDOUT EBADF EINVAL ENOTSOCK]
    recvmsg SYS_recvmsg [EAGAIN EINTR ECONNREFUSED ECONNRESET ENOMEM ENOBUFS ENOTCONN EMFILE ETIMEDOUT EBADF EINVAL ENOTSOCK]
    getsockopt SYS_getsockopt [EBADF ENOPROTOOPT ENOTSOCK EINVAL]
    setsockopt SYS_setsockopt [EBADF ENOPROTOOPT ENOTSOCK EINVAL ENOMEM EPERM]
    shutdown SYS_shutdown [EBADF EINVAL ENOTCONN ENOTSOCK]
    // Reading and writing.
    read SYS_read [EAGAIN EINTR EIO EBADF EINVAL EISDIR]
    readv SYS_readv [EAGAIN EINTR EIO EBADF EINVAL]
    write SYS_write [EAGAIN EINTR EIO EPIPE ENOSPC EFBIG EDQUOT EPERM EBADF EINVAL]
    writev SYS_writev [EAGAIN EINTR EIO EPIPE ENOSPC EFBIG EBADF EINVAL]
    pread64 SYS_pread64 [EAGAIN EINTR EIO EBADF EINVAL ESPIPE]
    pwrite64 SYS_pwrite64 [EAGAIN EINTR EIO ENOSPC EFBIG EDQUOT EBADF EINVAL]
    lseek SYS_lseek [EBADF EINVAL ENXIO EOVERFLOW ESPIPE]
    // Waiting.
    poll SYS_poll [EINTR EINVAL ENOMEM EAGAIN]
    ppoll SYS_ppoll [EINTR EINVAL ENOMEM EAGAIN]
    epoll_create1 SYS_epoll_create1 [EINVAL EMFILE ENFILE ENOMEM]
    epoll_ctl SYS_epoll_ctl [EBADF EEXIST EINVAL ELOOP ENOENT ENOMEM ENOSPC EPERM]
    epoll_wait SYS_epoll_wait [EBADF EINTR EINVAL]
    epoll_pwait SYS_epoll_pwait [EBADF EINTR EINVAL]
    eventfd2 SYS_eventfd2 [EINVAL EMFILE ENFILE ENODEV ENOMEM]
    timer_create SYS_timer_create [EAGAIN EINVAL ENOMEM EOPNOTSUPP]
    timer_settime SYS_timer_settime [EINVAL]
    timer_delete SYS_timer_delete [EINVAL]
    timerfd_create SYS_timerfd_create [EINVAL EMFILE ENFILE ENODEV ENOMEM EPERM]
    timerfd_settime SYS_timerfd_settime [EBADF EINVAL ECANCELED]
    futex SYS_futex [EAGAIN EINTR]
    nanosleep SYS_nanosleep [EINTR]
    clock_nanosleep SYS_clock_nanosleep [EINTR]
    // Memory.
    mmap SYS_mmap [ENOMEM EAGAIN EACCES EPERM ENODEV ENFILE EBADF EINVAL]
    mremap SYS_mremap [ENOMEM EAGAIN EINVAL]
    munmap SYS_munmap [ENOMEM EINVAL]
    mprotect SYS_mprotect [ENOMEM EACCES EINVAL]
    madvise SYS_madvise [EAGAIN ENOMEM EACCES EINVAL EIO EPERM]
    memfd_create SYS_memfd_create [EMFILE ENFILE ENOMEM EINVAL EPERM ENOSYS]
    ftruncate SYS_ftruncate [EFBIG EINTR EINVAL EIO EPERM EBADF ENOSPC]
    fallocate SYS_fallocate [ENOSPC EFBIG EINTR EIO ENODEV EOPNOTSUPP EPERM ENOSYS EBADF EINVAL]
    // Files.
    open SYS_open [ENOENT EACCES EMFILE ENFILE ENOMEM EINTR EISDIR ELOOP ENODEV ENOSPC EDQUOT ENOTDIR ENXIO EOPNOTSUPP EPERM EROFS ETXTBSY]
    openat SYS_openat [ENOENT EACCES EMFILE ENFILE ENOMEM EINTR EISDIR ELOOP ENODEV ENOSPC ENOTDIR ENXIO EOPNOTSUPP EPERM EROFS ETXTBSY EBUSY]
    close SYS_close [EINTR EIO ENOSPC EDQUOT]
    close_range SYS_close_range [EMFILE EINVAL ENOMEM EPERM ENOSYS]
    fcntl SYS_fcntl [EAGAIN EACCES EBADF EBUSY EINTR EINVAL EMFILE EPERM]
    dup SYS_dup [EBADF EMFILE EINTR]
    dup2 SYS_dup2 [EBADF EBUSY EINTR EMFILE]
    dup3 SYS_dup3 [EBADF EBUSY EINTR EINVAL EMFILE]
    pipe2 SYS_pipe2 [EINVAL EMFILE ENFILE]
    fstat SYS_fstat [EBADF ENOMEM EOVERFLOW]
    newfstatat SYS_newfstatat [EACCES EBADF ELOOP ENOENT ENOMEM ENOTDIR EOVERFLOW]
    statx SYS_statx [EACCES EBADF EINVAL ELOOP ENOENT ENOMEM ENOTDIR ENOSYS]
    access SYS_access [EACCES ELOOP ENOENT ENOTDIR EIO ENOMEM]
    getdents64 SYS_getdents64 [EBADF EINVAL ENOENT ENOTDIR]
    readlink SYS_readlink [EACCES EINVAL EIO ELOOP ENOENT ENOMEM ENOTDIR]
    getcwd SYS_getcwd [EACCES EINVAL ENOENT ENOMEM ERANGE]
    chdir SYS_chdir [EACCES EIO ELOOP ENOENT ENOMEM ENOTDIR]
    fchdir SYS_fchdir [EACCES EBADF EIO ENOENT ENOTDIR]
    ioctl SYS_ioctl [EBADF EINVAL ENOTTY]
    // Processes.
    clone SYS_clone [EAGAIN ENOMEM EPERM EINVAL]
    clone3 SYS_clone3 [EAGAIN ENOMEM EPERM EINVAL ENOSYS]
    fork SYS_fork [EAGAIN ENOMEM ENOSYS]
    vfork SYS_vfork [EAGAIN ENOMEM ENOSYS]
    execve SYS_execve [E2BIG EACCES EAGAIN EINVAL EIO ELOOP EMFILE ENFILE ENOENT ENOEXEC ENOMEM ENOTDIR EPERM ETXTBSY]
    wait4 SYS_wait4 [ECHILD EINTR EINVAL]
    waitid SYS_waitid [ECHILD EINTR EINVAL EBADF ENOSYS]
    pidfd_open SYS_pidfd_open [EINVAL EMFILE ENFILE ENODEV ENOMEM ESRCH EPERM ENOSYS]
    pidfd_send_signal SYS_pidfd_send_signal [EBADF EINVAL EPERM ESRCH ENOSYS]
    kill SYS_kill [EINVAL EPERM ESRCH]
    tgkill SYS_tgkill [EINVAL EPERM ESRCH EAGAIN]
    prctl SYS_prctl [EACCES EINVAL EPERM ENOSYS]
    prlimit64 SYS_prlimit64 [EINVAL EPERM ESRCH ENOSYS]
    getrlimit SYS_getrlimit [EINVAL EPERM]
    setrlimit SYS_setrlimit [EINVAL EPERM]
    getpriority SYS_getpriority [EINVAL ESRCH]
    setpriority SYS_setpriority [EACCES EINVAL EPERM ESRCH]
    sched_getaffinity SYS_sched_getaffinity [EINVAL ESRCH EPERM]
    sched_setaffinity SYS_sched_setaffinity [EINVAL EPERM ESRCH]
    getrandom SYS_getrandom [EAGAIN EINTR ENOSYS]
    rt_sigaction SYS_rt_sigaction [EINVAL]
    rt_sigprocmask SYS_rt_sigprocmask [EINVAL]
    sigaltstack SYS_sigaltstack [EINVAL ENOMEM EPERM]
}

/// Calls that the program makes and that are not failed.
pub const NEVER_FAILED: &[i64] = &[
    // Cannot fail.
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_gettid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_sched_yield,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_umask,
    // Fail only for a bad pointer.
    libc::SYS_sysinfo,
    libc::SYS_uname,
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_times,
    libc::SYS_getrusage,
    // Without these no program starts or makes a thread; the C library does not look at how they end.
    libc::SYS_arch_prctl,
    libc::SYS_set_tid_address,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    // Returns where memory ends and no errno.
    libc::SYS_brk,
    // How the program under test notes what it does: see `bin/scenario.rs`.
    libc::SYS_mkdir,
];

/// The row of a call.
pub fn find(number: i64) -> Option<&'static Call> {
    FAILED.iter().find(|call| call.number == number)
}

/// The name of a call, or its number.
pub fn name(number: i64) -> String {
    find(number).map_or_else(|| format!("call {number}"), |call| call.name.to_owned())
}

/// The number of a call of the table.
pub fn number(name: &str) -> Option<i64> {
    FAILED.iter().find(|call| call.name == name).map(|call| call.number)
}

/// The errno of this name, if it is in the table.
pub fn errno(name: &str) -> Option<Errno> {
    FAILED.iter().flat_map(|call| call.errors).copied().find(|errno| format!("{errno:?}") == name)
}
