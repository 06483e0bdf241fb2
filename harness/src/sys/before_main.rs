//! Running `init` before `main`, for programs whose `main` is not ours: test harnesses.

/// Compiled into a program by `test_support!`; leaves a constructor in it. Never called.
///
/// Generic over a type of that program, so that it is compiled there and only there: as part of this
/// library's own object code it would be in every program.
pub fn before_main<Program>() {
    #[cfg(target_os = "linux")]
    // SAFETY: the template only emits data: one more address in the table of constructors, of a function
    // of the C ABI that takes no arguments (the loader passes some, which that ABI lets it ignore). No
    // instruction is added here.
    unsafe {
        std::arch::asm!(
            ".pushsection .init_array,\"aw\",@init_array",
            ".balign 8",
            ".quad {constructor}",
            ".popsection",
            constructor = sym constructor,
            options(nomem, nostack, preserves_flags)
        );
    }
}

extern "C" fn constructor() {
    if super::is_worker() {
        // Rust's runtime does this before `main`, which is not reached: a task that writes to a closed pipe gets
        // an error in a program, and must get it here.
        // SAFETY: setting a signal to be ignored installs no code and is allowed at any time.
        unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
    }
    crate::worker::init();
}
