//! What tests of shared values ask of the process.

use super::{Region, Shared};
use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Small values of several tests would be in the same memory.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn region<T>(value: &Shared<[T]>) -> &Arc<Region> {
    value.view.keeper().expect("a value that takes memory")
}

pub(super) fn regions<T>(values: &[Shared<[T]>]) -> BTreeSet<u64> {
    values.iter().map(|value| region(value).id()).collect()
}

pub(super) fn inode(region: &Region) -> u64 {
    let file = std::fs::File::from(region.file().try_clone_to_owned().expect("a copy"));
    file.metadata().expect("metadata").ino()
}

/// How often the file of this inode is open in this process.
pub(super) fn descriptors(inode: u64) -> usize {
    let open = std::fs::read_dir("/proc/self/fd").expect("descriptors");
    // One may be closed meanwhile, by another test.
    open.flatten()
        .filter_map(|entry| {
            Some((std::fs::read_link(entry.path()).ok()?, std::fs::metadata(entry.path()).ok()?))
        })
        .filter(|(link, data)| {
            data.ino() == inode && link.to_string_lossy().contains("memfd:wirecheck-memory")
        })
        .count()
}

/// The permissions of its mappings in this process.
pub(super) fn mappings(inode: u64) -> Vec<String> {
    let maps = std::fs::read_to_string("/proc/self/maps").expect("mappings");
    let of_file = |line: &&str| {
        line.contains("memfd:wirecheck-memory") && line.split_whitespace().nth(4) == Some(&inode.to_string())
    };
    maps.lines().filter(of_file).filter_map(|line| Some(line.split_whitespace().nth(1)?.to_owned())).collect()
}
