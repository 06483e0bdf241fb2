//! Running `init` before `main`, for programs whose `main` is not ours: test harnesses.
//!
//! A constructor does it, and a worker never comes back from it. The loader runs constructors one after the other, so
//! those that come later would never run, and a task could meet a library that is not set up. So in a worker the
//! constructor runs the later ones itself, as the loader would have: the same functions, with the same arguments, in the
//! same order, on the same thread, each once. Then every constructor of the program has run, as it has when `main` begins;
//! the loader ran those of shared libraries before.
//!
//! What Rust does between the constructors and `main` is not done, since it cannot be called: the main thread has no name,
//! and a stack overflow on it ends the worker by SIGSEGV without the usual words. What it does about SIGPIPE is done
//! here.

use std::ffi::{c_char, c_int};

type Constructor = extern "C" fn(c_int, *const *const c_char, *const *const c_char);

/// Compiled into a program by `test_support!`; leaves a constructor in it. Never called.
///
/// Generic over a type of that program, so that it is compiled there and only there: as part of this
/// library's own object code it would be in every program.
pub fn before_main<Program>() {
    #[cfg(target_os = "linux")]
    // SAFETY: the template only emits data: one more address in the table of constructors, of a function of the type
    // that the loader calls. No instruction is added here.
    unsafe {
        std::arch::asm!(
            ".pushsection .init_array,\"aw\",@init_array",
            ".balign 8",
            ".quad {constructor}",
            ".popsection",
            constructor = sym constructor::<Program>,
            options(nomem, nostack, preserves_flags)
        );
    }
}

extern "C" fn constructor<Program>(
    count: c_int,
    arguments: *const *const c_char,
    environment: *const *const c_char,
) {
    if super::is_worker() {
        for later in later_constructors::<Program>() {
            later(count, arguments, environment);
        }
        // Rust's runtime does this before `main`, which is not reached: a task that writes to a closed pipe gets
        // an error in a program, and must get it here.
        // SAFETY: setting a signal to be ignored installs no code and is allowed at any time.
        unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
    }
    crate::worker::init();
}

/// The constructors of this program that the loader calls after [`constructor`]. None where the C library gives them
/// no arguments, which could not be passed on.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn later_constructors<Program>() -> impl Iterator<Item = Constructor> {
    // SAFETY: the linker defines both symbols around the table of constructors of the program that this is linked
    // into; they are only used as addresses.
    unsafe extern "C" {
        #[link_name = "__init_array_start"]
        static START: [usize; 0];
        #[link_name = "__init_array_end"]
        static END: [usize; 0];
    }
    let start = (&raw const START).cast::<usize>();
    let end = (&raw const END).cast::<usize>();
    let len = (end as usize - start as usize) / size_of::<usize>();
    // SAFETY: between the two symbols lie whole, aligned addresses. The loader has relocated them, since it has called
    // one of them, and nothing writes to them after that.
    let table = unsafe { std::slice::from_raw_parts(start, len) };
    let own = constructor::<Program> as Constructor as usize;
    let after = table.iter().position(|&entry| entry == own).map_or(len, |at| at + 1);
    let is_code = |entry: &usize| *entry != 0 && *entry != usize::MAX;
    table[after..].iter().copied().filter(is_code).map(|entry| {
        // SAFETY: the loader would call it next as a function of this type.
        unsafe { std::mem::transmute::<usize, Constructor>(entry) }
    })
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn later_constructors<Program>() -> impl Iterator<Item = Constructor> {
    std::iter::empty()
}
