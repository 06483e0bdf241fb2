//! The link-time table of tasks: how code is named in another process.
//!
//! The worker is the same executable, started again. Every generic call that can send code leaves the
//! address of a describing function in a linker section, once per monomorphised task. Both sides read
//! the section, sort it by type identity, and name a task by its place in that order: an index that is
//! not in the table is an error for that task, never a jump. Nothing of an address space travels.
//!
//! The section is filled by `asm!` in the body of a generic function. This works for generics and for
//! closures, whose types no `static` can name.
#![allow(unsafe_code, reason = "reading a linker section and making zero-sized code values")]

use super::code::CodeProof;
use super::remote::Entry;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;
use std::sync::atomic::AtomicU8;

/// A function that describes one task.
pub(crate) type Describe = fn() -> Entry;

/// What the section holds. Its name is that of a version, so two versions can be in one program; a version can be there
/// twice too, from two sources, so each entry says which copy of this library made it.
#[derive(Clone, Copy)]
#[repr(C)]
struct Record {
    owner: *const AtomicU8,
    describe: Describe,
}

/// Its address names this copy of the library. It can be written to, so that no linker makes two of them one.
static OWNER: AtomicU8 = AtomicU8::new(0);

/// The name of the section, with what stands before it. The version must be part of an identifier of C, so without
/// what comes after the three numbers.
macro_rules! section {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "wirecheck_tasks_",
            env!("CARGO_PKG_VERSION_MAJOR"),
            "_",
            env!("CARGO_PKG_VERSION_MINOR"),
            "_",
            env!("CARGO_PKG_VERSION_PATCH"),
            $after
        )
    };
}

/// Leaves `D::describe` in the table. Running it does nothing: being compiled is what counts.
#[inline(always)]
pub(crate) fn register<D: Described>() {
    // `R` (retain) keeps lld's start-stop-gc from dropping the section; `w` lets the loader relocate it.
    // SAFETY: the template only emits data into another section; no instruction is added here, no
    // register or memory is touched, and `sym` makes the linker resolve the address.
    unsafe {
        std::arch::asm!(
            section!(".pushsection ", ",\"awR\",@progbits"),
            ".balign 8",
            ".quad {owner}",
            ".quad {describe}",
            ".popsection",
            owner = sym OWNER,
            describe = sym described::<D>,
            options(nomem, nostack, preserves_flags)
        );
    }
}

/// A task type that can describe itself.
pub(crate) trait Described {
    fn describe() -> Entry;
}

fn described<D: Described>() -> Entry {
    D::describe()
}

/// Proof that a task came out of the table, by the number that a process sent which holds a value of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TableProof(());

/// Makes a value of a task's code, which has no bytes to send.
pub(crate) fn instantiate<K: 'static>(_: TableProof, _: &CodeProof<K>) -> K {
    const {
        assert!(
            size_of::<K>() == 0,
            "[WC0067] this closure captures variables from its environment, and another process does not have \
             them (python: `AttributeError: Can't pickle local object`); help: wrap it in `closure!`, which sends the \
             captured values along; in place of a function pointer, give the function itself; more: `cargo wirecheck \
             explain WC0067`"
        );
    }
    // SAFETY: `K` is zero-sized (asserted above), so the read touches no memory and a dangling, aligned
    // pointer is valid for it. It is a function item or the code of a `closure!` (`CodeProof`), which holds
    // no value, so that nothing is forged. The parent holds a value of it (`TableProof`), so the type is
    // inhabited, and such code is `Copy`.
    unsafe { std::ptr::NonNull::<K>::dangling().read() }
}

/// All tasks of this executable.
pub(crate) struct Table {
    entries: Vec<Entry>,
    fingerprint: u64,
}

impl Table {
    /// The table of this executable, read once.
    pub(crate) fn get() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| Self::new(own_records()))
    }

    fn new(mut sorted: Vec<Describe>) -> Self {
        let mut entries: Vec<Entry> = Vec::with_capacity(sorted.len());
        let mut last = None;
        sorted.sort_unstable_by_key(|describe| *describe as usize);
        for describe in sorted {
            // Inlining repeats entries; most repeats have the same address.
            if last.replace(describe as usize) != Some(describe as usize) {
                entries.push(describe());
            }
        }
        entries.sort_by(|a, b| (a.name, a.format, a.key).cmp(&(b.name, b.format, b.key)));
        entries.dedup_by_key(|entry| entry.key);
        let mut hasher = std::hash::DefaultHasher::new();
        for entry in &entries {
            (entry.name, entry.format, entry.key).hash(&mut hasher);
        }
        Self { fingerprint: hasher.finish(), entries }
    }

    /// What both sides of a channel must agree on.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The entry with this number, as the other side named it.
    pub(crate) fn entry(&self, number: u32) -> Option<(&Entry, TableProof)> {
        self.entries.get(number as usize).map(|entry| (entry, TableProof(())))
    }

    /// The names of all tasks that this program can send, as often as there are entries.
    #[cfg(feature = "trials")]
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.entries.iter().map(|entry| entry.name)
    }

    /// The number of a task type.
    pub(crate) fn number(&self, key: std::any::TypeId) -> Option<u32> {
        self.entries.iter().position(|entry| entry.key == key).and_then(|at| u32::try_from(at).ok())
    }
}

fn section() -> &'static [Record] {
    /// An empty section would leave the two symbols undefined and the program would not link.
    struct Own;
    impl Described for Own {
        fn describe() -> Entry {
            Entry::own::<Self>()
        }
    }
    register::<Own>();

    // SAFETY: the linker defines both symbols around the section, which is not empty (see `Own`); they are only used
    // as addresses.
    unsafe extern "C" {
        #[link_name = section!("__start_", "")]
        static START: [usize; 0];
        #[link_name = section!("__stop_", "")]
        static STOP: [usize; 0];
    }
    let start = (&raw const START).cast::<Record>();
    let stop = (&raw const STOP).cast::<Record>();
    let bytes = stop as usize - start as usize;
    // SAFETY: the section holds nothing but pairs of 8-byte, 8-aligned addresses, which `register` of copies of this
    // version put there, relocated by the loader before any code of this program ran, and nothing writes to it.
    unsafe { std::slice::from_raw_parts(start, bytes / size_of::<Record>()) }
}

/// The entries that this copy of the library made. Those of others are not called.
fn own_records() -> Vec<Describe> {
    let own = section().iter().filter(|record| std::ptr::eq(record.owner, &raw const OWNER));
    own.map(|record| record.describe).collect()
}

/// Names this copy of the library among those in the program, with the same number in each process of it.
pub(crate) fn copy() -> usize {
    // Both are in the same file, which is loaded as a whole.
    (&raw const OWNER as usize).wrapping_sub(section().as_ptr() as usize)
}
