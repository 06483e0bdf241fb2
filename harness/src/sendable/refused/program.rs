//! What a program knows of itself and of the system while it runs: where it is, what its types are called, its seeds, how a
//! child ended.

use super::refuse;
use std::any::TypeId;
use std::backtrace::Backtrace;
use std::fmt::Arguments;
use std::hash::{DefaultHasher, RandomState};
use std::mem::Discriminant;
use std::panic::{Location, PanicHookInfo};
use std::process::{ExitCode, ExitStatus, Output};

refuse! {
    /// Implemented by nobody: it points into the program that runs.
    #[diagnostic::on_unimplemented(
        message = "[WC0093] `{T}` points into this program as it runs; elsewhere only its text means something",
        label = "a place in a program does not cross a process boundary",
        note = "why: it is made of addresses and borrowed text of this process",
        note = "python: `TypeError: cannot pickle 'frame' object`, `TypeError: cannot pickle 'traceback' object`",
        note = "help: send the rendered text (`.to_string()`); of a `Location` also `.line()` and `.column()`",
        note = "more: `cargo wirecheck explain WC0093`"
    )]
    PlaceInProgram;
    [] Backtrace;
    [] Location<'static>;
    [] PanicHookInfo<'static>;
    [] Arguments<'static>;
}

refuse! {
    /// Implemented by nobody: the compiler numbers types and variants anew.
    #[diagnostic::on_unimplemented(
        message = "[WC0094] `{T}` is a number that the compiler gave to a type or a variant; another build gives \
                   another one",
        label = "an identity of one build does not cross a process boundary",
        note = "why: it cannot be written, and a program that was built elsewhere would take it for another type, or \
                for none",
        note = "python: a class is pickled as its name, and is looked up under it on the other side",
        note = "help: name the case: an enum, or a string that you choose",
        note = "more: `cargo wirecheck explain WC0094`"
    )]
    BuildIdentity;
    [] TypeId;
    [T: 'static,] Discriminant<T>;
}

refuse! {
    /// Implemented by nobody: every process draws its own seeds.
    #[diagnostic::on_unimplemented(
        message = "[WC0095] `{T}` hashes with seeds of this process; another process gets other hashes",
        label = "the seeds of a process do not cross its boundary",
        note = "why: the seeds are drawn when a process starts and cannot be written, so a hash from here matches \
                nothing there",
        note = "python: `hash(str)` differs between interpreters too, and a hash that was kept in an object is wrong \
                after it was sent",
        note = "help: leave it out and make one in the task; for hashes that both sides share, use a hasher with \
                fixed keys",
        note = "more: `cargo wirecheck explain WC0095`"
    )]
    Seeded;
    [] RandomState;
    [] DefaultHasher;
}

refuse! {
    /// Implemented by nobody: each system writes the end of a process in its own way.
    #[diagnostic::on_unimplemented(
        message = "[WC0096] `{T}` says how a process ended in the terms of this operating system, and cannot be \
                   written",
        label = "the end of a process does not cross a process boundary",
        note = "why: its content differs from system to system, and std neither shows nor writes all of it",
        note = "python: a `subprocess.CompletedProcess` is copied; its `returncode` is a plain number",
        note = "help: send `status.success()`, or `status.code()` (an `Option<i32>`: `None` after a signal), and \
                `output.stdout`",
        note = "more: `cargo wirecheck explain WC0096`"
    )]
    ChildEnd;
    [] ExitStatus;
    [] ExitCode;
    [] Output;
}
