//! What a caller says of its program, and what a node objects to.

use super::target::{Glibc, triple};
use super::trust::{KeyId, SignatureText, read};
use crate::beat::{Beat, number, text};
use crate::digest::Digest;
use std::fs::File;
use std::path::{Path, PathBuf};
use wirecheck::Error;
use wirecheck::cluster::{WorkerProtocol, system};

/// The longest executable that a node takes.
const LONGEST: u64 = 4 << 30;

/// What a caller says of its program. Only its hash and its signature are checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProgramInfo {
    pub(crate) build: Digest,
    /// Bytes of its executable.
    pub(crate) length: u64,
    pub(crate) triple: String,
    /// The oldest GNU C library that it runs with.
    pub(crate) glibc: Option<Glibc>,
    pub(crate) protocol: WorkerProtocol,
    /// The signature of its executable, if it has one.
    pub(crate) signature: Option<String>,
}

impl ProgramInfo {
    /// That of the running program. Its signature is in this file, or beside the executable.
    ///
    /// # Errors
    /// When the executable or that file cannot be read.
    pub(crate) fn own(signature: Option<&Path>) -> Result<Self, Error> {
        let failed =
            |error| system("this program could not read its own executable, `/proc/self/exe`", error);
        let executable = File::open("/proc/self/exe").map_err(failed)?;
        let length = executable.metadata().map_err(failed)?.len();
        let signature = match signature {
            Some(file) => Some(read(file, "the signature of this program")?),
            None => beside().map(|file| read(&file, "the signature of this program")).transpose()?,
        };
        Ok(Self {
            build: Digest::own()?,
            length,
            triple: triple(),
            glibc: Glibc::needed_by(&executable),
            protocol: WorkerProtocol::own(),
            signature,
        })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.build.0);
        out.extend_from_slice(&self.length.to_le_bytes());
        let glibc = self.glibc.unwrap_or(Glibc(0, 0));
        for number in [glibc.0, glibc.1] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        self.protocol.write(out);
        for text in [&self.triple, self.signature.as_ref().unwrap_or(&String::new())] {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (build, rest) = bytes.split_first_chunk::<32>()?;
        let (length, mut rest) = rest.split_first_chunk()?;
        let glibc = Glibc(number(&mut rest)?, number(&mut rest)?);
        let protocol = WorkerProtocol::read(&mut rest)?;
        let (triple, signature) = (text(&mut rest)?, text(&mut rest)?);
        let info = Self {
            build: Digest(*build),
            length: u64::from_le_bytes(*length),
            triple,
            glibc: Some(glibc).filter(|glibc| glibc.0 > 0),
            protocol,
            signature: Some(signature).filter(|text| !text.is_empty()),
        };
        rest.is_empty().then_some(info)
    }

    #[cfg(test)]
    pub(crate) fn of_tests() -> Self {
        Self {
            build: Digest([1; 32]),
            length: 100,
            triple: triple(),
            glibc: Some(Glibc(2, 34)),
            protocol: WorkerProtocol::own(),
            signature: None,
        }
    }
}

/// The file with the signature that stands beside the running executable.
fn beside() -> Option<PathBuf> {
    let mut name = std::env::current_exe().ok()?.into_os_string();
    name.push(".minisig");
    Some(PathBuf::from(name)).filter(|file| file.exists())
}

/// Why a node does not run a program, as far as that can be said without its executable. Callers and nodes judge alike.
pub(crate) fn objection(program: &ProgramInfo, node: &Beat) -> Option<String> {
    if program.build == node.build {
        return None;
    }
    let (name, build) = (node.name.escape_debug(), program.build);
    if program.triple != node.triple {
        return Some(format!(
            "the node {name} runs programs for {}, and this one is for {}: start a node of that kind",
            node.triple.escape_debug(),
            program.triple.escape_debug()
        ));
    }
    if let Some(needed) = program.glibc
        && node.glibc.is_none_or(|has| has < needed)
    {
        let has = node.glibc.map_or_else(|| "no glibc".to_owned(), |has| format!("glibc {has}"));
        return Some(format!(
            "the node {name} has {has}, and this program needs glibc {needed}: build it on an older system, or update that of the node"
        ));
    }
    if let Some(why) = program.protocol.objection(&node.protocol) {
        return Some(format!("on the node {name}, {why}"));
    }
    if node.trusted.is_empty() {
        return Some(format!(
            "the node {name} has the build {} of the program and runs no other, and the caller has {build}: start nodes from the same \
             executable, or let `WIRECHECK_NODE_TRUST` name a file with the public key that this program is signed with",
            node.build
        ));
    }
    let Some(signature) = &program.signature else {
        return Some(format!(
            "the node {name} runs other programs only if they are signed, and this one, the build {build}, has no signature: sign its \
             executable (`minisign -Sm PROGRAM`) with {}",
            one_of(&node.trusted)
        ));
    };
    match SignatureText::read(signature) {
        Err(why) => Some(format!(
            "the node {name} runs other programs only if they are signed, and the signature of this one, the build {build}, {why}"
        )),
        Ok(signature) if !node.trusted.contains(&signature.by) => Some(format!(
            "this program, the build {build}, is signed with the key {}, which the node {name} does not trust: sign it with {}, or add \
             that key to the file that `WIRECHECK_NODE_TRUST` of the node names",
            signature.by,
            one_of(&node.trusted)
        )),
        Ok(_) if program.length > LONGEST => Some(format!(
            "the executable of this program has {} bytes, and the node {name} takes at most {LONGEST}: remove its debug information \
             (`strip`)",
            program.length
        )),
        Ok(_) => None,
    }
}

fn one_of(keys: &[KeyId]) -> String {
    let names: Vec<String> = keys.iter().map(KeyId::to_string).collect();
    if names.len() == 1 {
        format!("the key {}", names[0])
    } else {
        format!("one of the keys {}", names.join(", "))
    }
}

#[cfg(test)]
#[path = "info_tests.rs"]
mod tests;
