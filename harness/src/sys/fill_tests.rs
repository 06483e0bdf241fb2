use super::*;
use crate::sys::Memory;

/// KiB of the mapping at this address that this process has in memory.
fn resident(bytes: &[u8]) -> usize {
    let start = format!("{:x}-", bytes.as_ptr().addr());
    let maps = std::fs::read_to_string("/proc/self/smaps").expect("the mappings");
    let of_it = maps.lines().skip_while(|line| !line.starts_with(&start));
    let line = of_it.skip(1).find(|line| line.starts_with("Rss:")).expect("a size");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).expect("a number")
}

#[test]
fn what_is_read_once_is_let_go_of_and_still_there() {
    let mut memory = Memory::anonymous(20 << 20).expect("memory");
    memory.bytes_mut().iter_mut().zip((0..=250).cycle()).for_each(|(byte, value)| *byte = value);
    let mut copy = vec![0; memory.len()];
    let reading = memory.reading(memory.len());
    fill_new(&mut copy, memory.bytes());
    drop(reading);
    assert!(resident(memory.bytes()) < 1024);
    assert!(copy == memory.bytes());
}

#[test]
fn other_memory_is_left_alone() {
    let memory = Memory::anonymous(20 << 20).expect("memory");
    let _reading = memory.reading(memory.len());
    // Dropping pages of this one would lose it.
    let from: Vec<u8> = (0..=250).cycle().take(20 << 20).collect();
    let mut to = vec![0; from.len()];
    fill_new(&mut to, &from);
    assert!(to == from && from.iter().zip((0..=250).cycle()).all(|(byte, value)| *byte == value));
}

#[test]
fn any_length_is_copied() {
    for len in [0, 1, 5000, (4 << 20) - 1, (16 << 20) + 3] {
        let from: Vec<u8> = (0..=250).cycle().take(len).collect();
        let mut to = vec![0; len];
        fill_new(&mut to, &from);
        assert!(to == from, "{len}");
    }
}
