//! The machine, as far as the system describes it.

use crate::backend::Workers;
use serde::{Deserialize, Serialize};
use std::fs;

/// Where the times were measured. `None` and 0 stand for unknown values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The name of the processor.
    pub cpu: Option<String>,
    /// The cores that this process may use.
    pub available: usize,
    /// Processors that are online, hyper-threads counted.
    pub logical: usize,
    /// Cores, hyper-threads not counted.
    pub physical: usize,
    /// Bytes of memory.
    pub memory: Option<u64>,
    /// Operating system and architecture, such as `linux x86_64`.
    pub system: String,
    /// The kernel's release.
    pub kernel: Option<String>,
}

impl Machine {
    /// This one.
    pub fn here() -> Self {
        let count = |workers: Workers| workers.resolve().unwrap_or(0);
        Self {
            cpu: read("/proc/cpuinfo").and_then(|text| cpu(&text)),
            available: count(Workers::Available),
            logical: count(Workers::Logical),
            physical: count(Workers::Physical),
            memory: read("/proc/meminfo").and_then(|text| memory(&text)),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            kernel: read("/proc/sys/kernel/osrelease").map(|text| text.trim().to_owned()),
        }
    }
}

fn read(path: &str) -> Option<String> {
    fs::read_to_string(path).ok()
}

fn cpu(cpuinfo: &str) -> Option<String> {
    // x86 says `model name`; arm64 has only numbers, or a board's name under `Hardware`.
    ["model name", "Hardware", "cpu model"].iter().find_map(|name| field(cpuinfo, name)).map(str::to_owned)
}

fn memory(meminfo: &str) -> Option<u64> {
    let kib: u64 = field(meminfo, "MemTotal")?.strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) =
        text.lines().filter_map(|line| line.split_once(':')).find(|(key, _)| key.trim() == name)?;
    Some(value.trim()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{cpu, memory};

    #[test]
    fn reads_the_kernels_files() {
        assert_eq!(
            cpu("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n").as_deref(),
            Some("Some CPU @ 2 GHz")
        );
        assert_eq!(cpu("processor\t: 0\n"), None);
        assert_eq!(memory("MemTotal:        2048 kB\nMemFree: 1 kB\n"), Some(2 * 1024 * 1024));
        assert_eq!(memory("MemTotal: many"), None);
    }
}
