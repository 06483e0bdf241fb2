use super::*;
use crate::sys::MappedFile;

/// KiB of the mapping at this address that this process has in memory.
fn resident(bytes: &[u8]) -> usize {
    let start = format!("{:x}-", bytes.as_ptr().addr());
    let maps = std::fs::read_to_string("/proc/self/smaps").expect("the mappings");
    let of_it = maps.lines().skip_while(|line| !line.starts_with(&start));
    let line = of_it.skip(1).find(|line| line.starts_with("Rss:")).expect("a size");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).expect("a number")
}

fn numbered() -> MappedFile {
    let mut memory = MappedFile::anonymous(20 << 20).expect("memory");
    memory.bytes_mut().iter_mut().zip((0..=250).cycle()).for_each(|(byte, value)| *byte = value);
    memory
}

#[test]
fn what_is_read_once_leaves_the_memory_and_is_still_there() {
    let memory = numbered();
    let mut copy = vec![0; memory.len()];
    read_once(memory.mapping(), memory.len(), |bytes| copy_to_new(&mut copy, bytes));
    assert!(resident(memory.bytes()) < 1024);
    assert!(copy == memory.bytes());
}

#[test]
fn what_is_read_more_than_once_stays() {
    let memory = numbered();
    let mut copy = vec![0; memory.len()];
    read_once(memory.mapping(), memory.len(), |_| {});
    copy_to_new(&mut copy, memory.bytes());
    assert!(resident(memory.bytes()) >= 20 << 10);
    let panicked = std::panic::AssertUnwindSafe(|| {
        read_once(memory.mapping(), memory.len(), |_| std::panic::resume_unwind(Box::new("in the middle")))
    });
    assert!(std::panic::catch_unwind(panicked).is_err());
    copy_to_new(&mut copy, memory.bytes());
    assert!(resident(memory.bytes()) >= 20 << 10, "a panic ends it too");
}

#[test]
fn other_memory_is_left_alone() {
    let memory = numbered();
    // Dropping pages of this one would lose it.
    let from: Vec<u8> = (0..=250).cycle().take(20 << 20).collect();
    let mut to = vec![0; from.len()];
    read_once(memory.mapping(), memory.len(), |_| copy_to_new(&mut to, &from));
    assert!(to == from && from.iter().zip((0..=250).cycle()).all(|(byte, value)| *byte == value));
}

#[test]
fn any_length_is_copied() {
    for len in [0, 1, 5000, (4 << 20) - 1, (16 << 20) + 3] {
        let from: Vec<u8> = (0..=250).cycle().take(len).collect();
        let mut to = vec![0; len];
        copy_to_new(&mut to, &from);
        assert!(to == from, "{len}");
    }
}
