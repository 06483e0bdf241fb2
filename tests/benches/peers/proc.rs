//! What `/proc` tells of processes.

use super::Outcome;
use std::fs;

/// A line of `/proc/self/status` such as `VmHWM`, in bytes.
pub(crate) fn status_bytes(name: &str) -> Outcome<u64> {
    let text = fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.map(|kilobytes| kilobytes * 1024).ok_or(format!("no {name} in /proc/self/status").into())
}

/// The load average over the last minute: how busy the machine is with other things, when it is read beforehand.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// The processes whose parent this one is.
pub(crate) fn children() -> Outcome<Vec<u32>> {
    let own = std::process::id();
    let all = fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    // One that ended since it was listed has no parent any more.
    Ok(all.filter(|pid| stat(*pid, PARENT).is_ok_and(|parent| parent == u64::from(own))).collect())
}

/// CPU time in clock ticks, and in nanoseconds where the kernel tells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cpu {
    pub(crate) ticks: u64,
    pub(crate) nanos: u64,
}

/// Of these processes together, all of their threads.
pub(crate) fn cpu(pids: &[u32]) -> Outcome<Cpu> {
    let mut sum = Cpu::default();
    for pid in pids {
        sum.ticks += stat(*pid, USER)? + stat(*pid, SYSTEM)?;
        for task in fs::read_dir(format!("/proc/{pid}/task"))? {
            let text = fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            sum.nanos += text.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok()).unwrap_or(0);
        }
    }
    Ok(sum)
}

/// Places in `/proc/PID/stat`, counted from after the name.
const PARENT: usize = 1;
const USER: usize = 11;
const SYSTEM: usize = 12;

fn stat(pid: u32, at: usize) -> Outcome<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name is in brackets and may hold spaces and brackets itself.
    let (_, rest) = text.rsplit_once(')').unwrap_or_default();
    let field = rest.split_whitespace().nth(at).and_then(|field| field.parse().ok());
    field.ok_or(format!("/proc/{pid}/stat has no number in place {at}").into())
}
