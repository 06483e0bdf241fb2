//! Signatures in the format of minisign, and the keys that a node trusts.

use minisign_verify::{PublicKey, Signature, StreamVerifier};
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use wirecheck::Error;
use wirecheck::cluster::{refused, system};

/// The most bytes of a file with a signature, or with keys.
const LONGEST: u64 = 64 << 10;
/// What a signature over the hash of the content begins with.
const HASHED: [u8; 2] = *b"ED";

/// The number by which minisign names a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyId(pub(crate) u64);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016X}", self.0)
    }
}

/// The keys that a node trusts.
#[derive(Clone, Debug)]
pub(crate) struct Trust {
    keys: Vec<(KeyId, PublicKey)>,
}

impl Trust {
    /// Reads a file with public keys: those of minisign, one after the other.
    ///
    /// # Errors
    /// When it cannot be read, holds no key or something else.
    pub(crate) fn read(file: &Path) -> Result<Self, Error> {
        Self::parse(&read(file, "the file with trusted keys")?).map_err(|why| {
            refused(format!(
                "the file with trusted keys, `{}`, {why}: it is to hold the public keys that minisign has made (`minisign -G`), one \
                 after the other",
                file.display()
            ))
        })
    }

    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut keys = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with("untrusted comment:") {
                continue;
            }
            let key = PublicKey::from_base64(line).ok();
            let id = head(line).map(|(_, id)| id);
            keys.push(id.zip(key).ok_or_else(|| format!("has no key in line {number}"))?);
        }
        if keys.is_empty() { Err("holds no key".to_owned()) } else { Ok(Self { keys }) }
    }

    /// The numbers of the keys.
    pub(crate) fn ids(&self) -> Vec<KeyId> {
        self.keys.iter().map(|(id, _)| *id).collect()
    }

    /// Begins to check a signature.
    pub(crate) fn check<'a>(&'a self, signature: &'a SignatureText) -> Check<'a> {
        let keys = self.keys.iter().filter(|(id, _)| *id == signature.by);
        let begin = |(_, key): &'a (KeyId, PublicKey)| key.verify_stream(&signature.decoded).ok();
        Check { verifiers: keys.filter_map(begin).collect() }
    }
}

/// A signature whose content is being read.
pub(crate) struct Check<'a> {
    /// One for each key of that number.
    verifiers: Vec<StreamVerifier<'a>>,
}

impl Check<'_> {
    /// The next part of the content.
    pub(crate) fn update(&mut self, part: &[u8]) {
        self.verifiers.iter_mut().for_each(|verifier| verifier.update(part));
    }

    /// Whether a trusted key has made the signature for this content, and for its trusted comment.
    pub(crate) fn holds(self) -> bool {
        self.verifiers.into_iter().any(|mut verifier| verifier.finalize().is_ok())
    }
}

/// A signature that has the right form, whoever made it, for whatever content.
pub(crate) struct SignatureText {
    decoded: Signature,
    /// The key that it says it was made with.
    pub(crate) by: KeyId,
}

impl SignatureText {
    /// # Errors
    /// What it is instead.
    pub(crate) fn read(signature: &str) -> Result<Self, &'static str> {
        let malformed = "is not one of minisign";
        let mut lines = signature.lines();
        let (kind, by) = lines.nth(1).and_then(head).ok_or(malformed)?;
        // The library takes the comment for what follows this mark.
        if !lines.next().is_some_and(|comment| comment.starts_with("trusted comment: ")) {
            return Err(malformed);
        }
        if kind != HASHED {
            return Err(
                "is of the old kind, over the content and not its hash: sign again with `minisign -S -H`",
            );
        }
        Ok(Self { decoded: Signature::decode(signature).map_err(|_| malformed)?, by })
    }
}

/// Reads a small text file.
///
/// # Errors
/// When that is not possible.
pub(crate) fn read(file: &Path, what: &str) -> Result<String, Error> {
    let mut text = String::new();
    let opened = File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text));
    opened.map_err(|error| system(format!("{what}, `{}`, cannot be read", file.display()), error))?;
    if text.len() as u64 > LONGEST {
        return Err(refused(format!("{what}, `{}`, has more than {LONGEST} bytes", file.display())));
    }
    Ok(text)
}

/// What a key or a signature begins with: its kind, and the number of the key.
fn head(base64: &str) -> Option<([u8; 2], KeyId)> {
    let mut bytes = [0_u8; 12];
    let mut digits = base64.bytes();
    for three in bytes.chunks_exact_mut(3) {
        let mut number = 0_u32;
        for _ in 0..4 {
            number = number << 6 | u32::from(digit(digits.next()?)?);
        }
        three.copy_from_slice(&number.to_be_bytes()[1..]);
    }
    let id = bytes[2..].first_chunk().copied().map(u64::from_le_bytes)?;
    Some(([bytes[0], bytes[1]], KeyId(id)))
}

fn digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "trust_tests.rs"]
mod tests;
