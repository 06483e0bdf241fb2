//! Who may take part: each message carries a keyed hash of its content.

/// What callers and nodes of one cluster have in common. Messages that were made without it are dropped.
#[derive(Clone)]
pub(crate) struct Key([u8; 32]);

/// Bytes of the hash before each message.
pub(crate) const TAG: usize = 32;

impl Key {
    /// The key that belongs to a secret. Without one, anybody whom the broker lets in takes part.
    pub(crate) fn of(secret: &[u8]) -> Self {
        Self(blake3::derive_key("wirecheck-cluster 2026-11 bundle", secret))
    }

    /// The key itself, for another process of this machine.
    pub(crate) fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The key that [`to_bytes`](Self::to_bytes) gave.
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Puts the hash into the room that `message` begins with.
    pub(crate) fn seal(&self, message: &mut [u8]) {
        if let Some((tag, content)) = message.split_at_mut_checked(TAG) {
            tag.copy_from_slice(blake3::keyed_hash(&self.0, content).as_bytes());
        }
    }

    /// The content, if whoever made the message has the key.
    pub(crate) fn open<'a>(&self, message: &'a [u8]) -> Option<&'a [u8]> {
        let (tag, content) = message.split_first_chunk::<TAG>()?;
        // Compared in constant time.
        (blake3::keyed_hash(&self.0, content) == blake3::Hash::from_bytes(*tag)).then_some(content)
    }
}

/// Without the key.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_opens_and_any_change_shows() {
        let key = Key::of(b"secret");
        let mut message = [&[0; TAG][..], b"content"].concat();
        key.seal(&mut message);
        assert_eq!(key.open(&message), Some(&b"content"[..]));
        assert_eq!(Key::of(b"other").open(&message), None);
        for at in 0..message.len() {
            let mut changed = message.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(&changed), None, "{at}");
        }
        assert_eq!(key.open(&message[..TAG - 1]), None);
        assert!(!format!("{key:?}").contains("115"));
    }
}
