//! Contents by their hash; the running executable among them.

use std::fs::File;
use std::io;
use std::sync::OnceLock;
use wirecheck::Error;

/// The blake3 hash of an executable, or of another content.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Digest(pub(crate) [u8; 32]);

impl Digest {
    /// That of the running executable. It is computed once.
    ///
    /// # Errors
    /// When the executable cannot be read.
    pub(crate) fn own() -> Result<Self, Error> {
        static OWN: OnceLock<Digest> = OnceLock::new();
        if let Some(own) = OWN.get() {
            return Ok(*own);
        }
        // The link leads to the file that was started, also when another one has taken its path.
        let own = of(File::open("/proc/self/exe")).map_err(|error| {
            wirecheck::cluster::system(
                "this program could not read its own executable, `/proc/self/exe`",
                error,
            )
        })?;
        Ok(*OWN.get_or_init(|| own))
    }

    /// All digits.
    pub(crate) fn hex(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// Reads what [`hex`](Self::hex) gave; `None` if it is something else.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let read = Self(*blake3::Hash::from_hex(text).ok()?.as_bytes());
        (read.hex() == text).then_some(read)
    }

    /// The number by which callers and workers name the build in their greeting. Never 0.
    pub(crate) fn number(&self) -> u64 {
        self.0.first_chunk().map_or(1, |head| u64::from_le_bytes(*head)).max(1)
    }
}

fn of(file: io::Result<File>) -> io::Result<Digest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file?)?;
    Ok(Digest(*hasher.finalize().as_bytes()))
}

/// The first digits, which tell contents apart for a reader.
impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0[..6].iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hash_of_the_content() {
        let own = Digest::own().unwrap();
        let bytes = std::fs::read("/proc/self/exe").unwrap();
        assert_eq!(own.0, *blake3::hash(&bytes).as_bytes());
        assert_eq!(own, Digest::own().unwrap());
        assert_eq!(own.to_string().len(), 12);
        assert_eq!(Digest::from_hex(&own.hex()), Some(own));
        assert!(own.hex().starts_with(&own.to_string()));
        for text in ["", "12", &own.hex().to_uppercase(), &format!("{}0", own.hex())] {
            assert_eq!(Digest::from_hex(text), None, "{text}");
        }
        assert_ne!(own.number(), 0);
        assert_eq!(Digest([0; 32]).number(), 1);
        assert!(of(File::open("/does/not/exist")).is_err());
    }
}
