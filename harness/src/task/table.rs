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
#[cfg(processes)]
use super::remote::Entry;
#[cfg(processes)]
use std::hash::{Hash, Hasher};
#[cfg(processes)]
use std::sync::OnceLock;

#[cfg(processes)]
/// A function that describes one task; what the section holds.
pub(crate) type Describe = fn() -> Entry;

#[cfg(processes)]
/// Leaves `D::describe` in the table. Running it does nothing: being compiled is what counts.
#[inline(always)]
pub(crate) fn register<D: Described>() {
    // `R` (retain) keeps lld's start-stop-gc from dropping the section; `w` lets the loader relocate it.
    // SAFETY: the template only emits data into another section; no instruction is added here, no
    // register or memory is touched, and `sym` makes the linker resolve the address.
    unsafe {
        std::arch::asm!(
            ".pushsection wirecheck_tasks,\"awR\",@progbits",
            ".balign 8",
            ".quad {describe}",
            ".popsection",
            describe = sym described::<D>,
            options(nomem, nostack, preserves_flags)
        );
    }
}

#[cfg(processes)]
/// A task type that can describe itself.
pub(crate) trait Described {
    fn describe() -> Entry;
}

#[cfg(processes)]
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
             captured values along; in place of a function pointer, give the function itself"
        );
    }
    // SAFETY: `K` is zero-sized (asserted above), so the read touches no memory and a dangling, aligned
    // pointer is valid for it. It is a function item or the code of a `closure!` (`CodeProof`), which holds
    // no value, so that nothing is forged. The parent holds a value of it (`TableProof`), so the type is
    // inhabited, and such code is `Copy`.
    unsafe { std::ptr::NonNull::<K>::dangling().read() }
}

#[cfg(processes)]
/// All tasks of this executable.
pub(crate) struct Table {
    entries: Vec<Entry>,
    fingerprint: u64,
}

#[cfg(processes)]
impl Table {
    /// The table of this executable, read once.
    pub(crate) fn get() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| Self::new(section()))
    }

    fn new(section: &[Describe]) -> Self {
        let mut entries: Vec<Entry> = Vec::with_capacity(section.len());
        let mut last = None;
        let mut sorted = section.to_vec();
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

#[cfg(processes)]
fn section() -> &'static [Describe] {
    /// An empty section would leave the two symbols undefined and the program would not link.
    struct Own;
    impl Described for Own {
        fn describe() -> Entry {
            Entry::own::<Self>()
        }
    }
    register::<Own>();

    // SAFETY: the linker defines both symbols around the section `wirecheck_tasks`, which is not empty
    // (see `Own`); they are only used as addresses.
    unsafe extern "C" {
        #[link_name = "__start_wirecheck_tasks"]
        static START: [usize; 0];
        #[link_name = "__stop_wirecheck_tasks"]
        static STOP: [usize; 0];
    }
    let start = (&raw const START).cast::<Describe>();
    let stop = (&raw const STOP).cast::<Describe>();
    let bytes = stop as usize - start as usize;
    // SAFETY: the section holds nothing but the 8-byte, 8-aligned addresses that `register` put there,
    // relocated by the loader before any code of this program ran, and nothing writes to it.
    unsafe { std::slice::from_raw_parts(start, bytes / size_of::<Describe>()) }
}
