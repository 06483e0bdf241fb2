//! Which machines and C libraries an executable runs with.

use std::fmt;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

/// The machine, the system and the C library that this program is made for.
pub(crate) fn triple() -> String {
    let library = if cfg!(target_env = "gnu") {
        "-gnu"
    } else if cfg!(target_env = "musl") {
        "-musl"
    } else {
        ""
    };
    format!("{}-{}{library}", std::env::consts::ARCH, std::env::consts::OS)
}

/// A version of the GNU C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Glibc(pub(crate) u32, pub(crate) u32);

impl Glibc {
    /// The one that this process runs with.
    pub(crate) fn here() -> Option<Self> {
        wirecheck::cluster::glibc_version().and_then(Self::read)
    }

    /// The oldest one that an executable runs with: the newest of the versions that its symbols name. Where the file does not say
    /// that, the one of this process.
    pub(crate) fn needed_by(executable: &File) -> Option<Self> {
        let here = Self::here()?;
        match needed_versions(|bytes, at| executable.read_exact_at(bytes, at)) {
            Ok(Some(names)) => names.iter().filter_map(|name| Self::read(name.strip_prefix("GLIBC_")?)).max(),
            Ok(None) | Err(_) => Some(here),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(str::parse);
        Some(Self(numbers.next()?.ok()?, numbers.next()?.ok()?))
    }
}

impl fmt::Display for Glibc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// The section with the versions that symbols of other files must have.
const VERSIONS_NEEDED: u32 = 0x6fff_fffe;
/// More sections, or a larger one of them, has no real program.
const MOST_SECTIONS: u16 = 4096;
const LARGEST: u64 = 16 << 20;
/// Of the header of the file, of a section, and of an entry with one version.
const HEADER: usize = 64;
const SECTION: usize = 64;
const VERSION: usize = 16;

/// The names of all versions that an ELF file of 64 bits needs; `None` if it has no list of sections. `read` fills a buffer from
/// an offset.
fn needed_versions(read: impl Fn(&mut [u8], u64) -> io::Result<()>) -> io::Result<Option<Vec<String>>> {
    let mut header = [0; HEADER];
    read(&mut header, 0)?;
    let is_elf = header.starts_with(b"\x7fELF") && header[4] == 2 && header[5] == 1;
    let (sections, size, count) = (word(&header, 40), half(&header, 58), half(&header, 60));
    if !is_elf || sections == 0 || usize::from(size) != SECTION || count == 0 || count > MOST_SECTIONS {
        return Ok(None);
    }
    let mut table = vec![0; SECTION * usize::from(count)];
    read(&mut table, sections)?;
    let section = |number: usize| table.get(number * SECTION..(number + 1) * SECTION);
    let content = |section: &[u8]| {
        let (offset, size) = (word(section, 24), word(section, 32).min(LARGEST));
        let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
        read(&mut bytes, offset).map(|()| bytes)
    };
    let mut names = Vec::new();
    for number in 0..usize::from(count) {
        let Some(needed) = section(number).filter(|section| quad(section, 4) == VERSIONS_NEEDED) else {
            continue;
        };
        let Some(texts) = section(quad(needed, 40) as usize) else { continue };
        let (entries, texts) = (content(needed)?, content(texts)?);
        // A list of files, each with a list of versions.
        let mut next_file = Some(0_usize);
        while let Some(at) = next_file {
            let Some(entry) = entries.get(at..at.saturating_add(VERSION)) else { break };
            let mut next = Some(at.saturating_add(quad(entry, 8) as usize));
            while let Some(at) = next {
                let Some(version) = entries.get(at..at.saturating_add(VERSION)) else { break };
                names.extend(text_at(&texts, quad(version, 8)));
                next = follow(at, quad(version, 12));
            }
            next_file = follow(at, quad(entry, 12));
        }
    }
    Ok(Some(names))
}

/// The place of the next entry, which is always behind this one.
fn follow(at: usize, distance: u32) -> Option<usize> {
    if distance == 0 { None } else { at.checked_add(distance as usize) }
}

fn text_at(texts: &[u8], at: u32) -> Option<String> {
    let text = texts.get(at as usize..)?.split(|byte| *byte == 0).next()?;
    String::from_utf8(text.to_vec()).ok()
}

fn half(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

fn quad(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn word(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_needs_no_newer_library_than_it_has() {
        let executable = File::open("/proc/self/exe").unwrap();
        let (needed, here) = (Glibc::needed_by(&executable), Glibc::here());
        assert_eq!(needed.is_some(), cfg!(target_env = "gnu"));
        assert!(needed <= here, "{needed:?}, {here:?}");
        if cfg!(target_env = "gnu") {
            let read = |bytes: &mut [u8], at| executable.read_exact_at(bytes, at);
            let names = needed_versions(read).unwrap().unwrap();
            assert!(names.iter().any(|name| name.starts_with("GLIBC_2.")), "{names:?}");
        }
        assert!(triple().contains(std::env::consts::ARCH));
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(Glibc::read("2.9").unwrap() < Glibc::read("2.31").unwrap());
        assert_eq!(Glibc::read("2.2.5"), Some(Glibc(2, 2)));
        assert_eq!(Glibc(2, 36).to_string(), "2.36");
        for text in ["", "2", "x.y", "PRIVATE"] {
            assert_eq!(Glibc::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_file_that_is_damaged_or_something_else_is_no_end() {
        let mut file = std::fs::read("/proc/self/exe").unwrap();
        let read = |file: &[u8]| {
            needed_versions(|bytes, at| {
                let part = usize::try_from(at).ok().and_then(|at| file.get(at..)?.get(..bytes.len()));
                bytes.copy_from_slice(part.ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            })
        };
        assert!(read(b"#!/bin/sh\n").is_err());
        assert!(read(&[7; 4096]).unwrap().is_none());
        let sections = usize::try_from(word(&file, 40)).unwrap();
        assert!(read(&file[..sections + 10]).is_err(), "cut short");
        let whole = read(&file).unwrap();
        for at in (0..HEADER).chain(sections..sections + 20 * SECTION) {
            file[at] ^= 0xff;
            let damaged = read(&file);
            file[at] ^= 0xff;
            assert!(!damaged.is_ok_and(|names| names.is_some_and(|names| names.len() > 1000)), "{at}");
        }
        assert_eq!(read(&file).unwrap(), whole);
    }
}
