//! Programs that a node runs for callers, besides its own.

use crate::error::{Error, Kind as ErrorKind};
use crate::sys::{self, SealedExecutable, UnsealedExecutable};
use crate::task::table;
use crate::wire::{PROTOCOL, ProgramNumbers, Reader, put_text};
use std::io::{self, Write};

/// What a node must know of a program, besides its executable, to have workers of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerProtocol {
    /// The version of this library.
    version: String,
    /// That of the frames and of the control block.
    protocol: u32,
    /// Which copy of this library in the program is to serve.
    copy: u64,
    /// The number of its table of tasks.
    table: u64,
}

/// Memory that an executable is copied to while it is checked.
#[derive(Debug)]
pub struct ProgramFile(UnsealedExecutable);

/// An executable that was checked, in memory that nobody can change any more.
#[derive(Debug)]
pub struct Program {
    pub(super) executable: SealedExecutable,
    pub(super) copy: usize,
}

impl WorkerProtocol {
    /// That of this program.
    pub fn own() -> Self {
        let copy = table::copy() as u64;
        let table = table::Table::get().fingerprint();
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), protocol: PROTOCOL, copy, table }
    }

    /// What its workers greet with, where its executable has this number by its content.
    pub fn numbers(&self, build: u64) -> ProgramNumbers {
        ProgramNumbers { build, table: self.table }
    }

    /// Why a node with that program cannot have workers of this one, if so.
    pub fn objection(&self, node: &Self) -> Option<String> {
        let is_same = self.version == node.version && self.protocol == node.protocol;
        (!is_same).then(|| {
            format!(
                "this program uses wirecheck {} (protocol {}), and the node uses {} (protocol {}): build both with the same version",
                self.version.escape_debug(),
                self.protocol,
                node.version.escape_debug(),
                node.protocol
            )
        })
    }

    /// Appends its bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.protocol.to_le_bytes());
        out.extend_from_slice(&self.copy.to_le_bytes());
        out.extend_from_slice(&self.table.to_le_bytes());
        put_text(out, &self.version);
    }

    /// Reads what [`write`](Self::write) wrote from the start of these bytes, which are left without it.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let (protocol, copy, table) = (reader.u32().ok()?, reader.u64().ok()?, reader.u64().ok()?);
        let version = reader.text().ok()?.to_owned();
        *bytes = reader.0;
        Some(Self { version, protocol, copy, table })
    }
}

impl ProgramFile {
    /// # Errors
    /// When the system has no memory for it, or does not let memory be executed.
    pub fn new() -> Result<Self, Error> {
        UnsealedExecutable::new().map(Self).map_err(|source| unfit("could not be copied to memory", source))
    }

    /// Ends writing for good.
    ///
    /// # Errors
    /// When the system does not seal it.
    pub fn seal(self, protocol: &WorkerProtocol) -> Result<Program, Error> {
        let sealed = self.0.seal().map_err(|source| unfit("could not be sealed in memory", source))?;
        // The number comes from a process of the same architecture.
        let copy = usize::try_from(protocol.copy).unwrap_or(usize::MAX);
        Ok(Program { executable: sealed, copy })
    }
}

impl Write for ProgramFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn unfit(what: &str, source: io::Error) -> Error {
    let message = format!(
        "the executable of a program {what}: {source}; is there memory for it, and does the system let it be executed from \
         there (the setting `vm.memfd_noexec` below 2)?"
    );
    Error::new(ErrorKind::System { message, source })
}

/// The version of the GNU C library that this process runs with; `None` with another one.
pub fn glibc_version() -> Option<&'static str> {
    sys::glibc_version()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protocol_is_read_as_it_was_written_and_not_cut() {
        let own = WorkerProtocol::own();
        let mut bytes = Vec::new();
        own.write(&mut bytes);
        for end in 0..bytes.len() {
            assert_eq!(WorkerProtocol::read(&mut &bytes[..end]), None, "{end}");
        }
        bytes.push(9);
        let mut rest = &bytes[..];
        assert_eq!(WorkerProtocol::read(&mut rest).as_ref(), Some(&own));
        assert_eq!(rest, [9]);
    }

    #[test]
    fn only_the_same_version_fits_whatever_the_copy_and_the_tasks() {
        let own = WorkerProtocol::own();
        assert_eq!(WorkerProtocol { copy: 7, table: 8, ..own.clone() }.objection(&own), None);
        let older = WorkerProtocol { protocol: 1, ..own.clone() };
        assert!(older.objection(&own).unwrap().contains("(protocol 1)"));
        let other = WorkerProtocol { version: "0.0.9".to_owned(), ..own.clone() };
        assert!(other.objection(&own).unwrap().contains("wirecheck 0.0.9"));
    }
}
