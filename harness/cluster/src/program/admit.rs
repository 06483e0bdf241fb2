//! An executable from a node's disk, checked while it is copied to memory that nobody can change.

use super::info::ProgramInfo;
use super::trust::{SignatureText, Trust};
use std::io::{Read, Write};
use wirecheck::cluster::{Program, ProgramFile};

/// Bytes that are read at a time.
const STEP: usize = 256 << 10;

/// Why an executable is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotAdmitted {
    /// It is another content.
    Changed,
    /// Its content is right, and no trusted key has signed it.
    Unsigned,
    /// It could not be read, or there is no memory for it.
    Failed(String),
}

/// Copies an executable to sealed memory, if its hash and its signature are right.
pub(crate) fn admit(
    mut file: impl Read,
    info: &ProgramInfo,
    signature: &SignatureText,
    trust: &Trust,
) -> Result<Program, NotAdmitted> {
    let failed = |error: &dyn std::fmt::Display| NotAdmitted::Failed(error.to_string());
    let mut memory = ProgramFile::new().map_err(|error| failed(&error))?;
    let mut hasher = blake3::Hasher::new();
    let mut check = trust.check(signature);
    let mut left = info.length;
    let mut buffer = vec![0; STEP];
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(&error)),
        };
        let part = &buffer[..read];
        // No more is copied than the right one has.
        left = left.checked_sub(read as u64).ok_or(NotAdmitted::Changed)?;
        hasher.update(part);
        check.update(part);
        memory.write_all(part).map_err(|error| failed(&error))?;
    }
    if *hasher.finalize().as_bytes() != info.build.0 {
        return Err(NotAdmitted::Changed);
    }
    if !check.holds() {
        return Err(NotAdmitted::Unsigned);
    }
    memory.seal(&info.protocol).map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use minisign::KeyPair;

    #[test]
    fn only_the_right_content_with_the_right_signature_is_admitted() {
        let key = KeyPair::generate_unencrypted_keypair().unwrap();
        let trust = Trust::parse(&key.pk.to_base64()).unwrap();
        let content: Vec<u8> = (0..3 * STEP + 5).map(|at| (at % 251) as u8).collect();
        let sign = |content: &[u8]| {
            let signed = minisign::sign(Some(&key.pk), &key.sk, content, None, None).unwrap();
            SignatureText::read(&signed.into_string()).unwrap()
        };
        let info = ProgramInfo {
            build: Digest(*blake3::hash(&content).as_bytes()),
            length: content.len() as u64,
            ..ProgramInfo::of_tests()
        };
        let signature = sign(&content);
        assert!(admit(&content[..], &info, &signature, &trust).is_ok());
        let mut changed = content.clone();
        changed[STEP] ^= 1;
        for wrong in [&changed[..], &content[1..], &[&content[..], b"x"].concat(), b""] {
            assert_eq!(admit(wrong, &info, &signature, &trust).unwrap_err(), NotAdmitted::Changed);
        }
        assert_eq!(admit(&content[..], &info, &sign(&changed), &trust).unwrap_err(), NotAdmitted::Unsigned);
        let other = KeyPair::generate_unencrypted_keypair().unwrap();
        let others = Trust::parse(&other.pk.to_base64()).unwrap();
        assert_eq!(admit(&content[..], &info, &signature, &others).unwrap_err(), NotAdmitted::Unsigned);
    }
}
