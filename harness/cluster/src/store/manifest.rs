//! What an object consists of.
//!
//! ```text
//! version u8 | length u64 | chunk u32 | made u64        little-endian
//! ```

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const VERSION: u8 = 1;
/// The largest chunk that is believed in.
const LARGEST_CHUNK: u32 = 8 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) length: u64,
    /// The length of each chunk but the last.
    pub(super) chunk: u32,
    /// In seconds since 1970, by the clock of who put it there.
    made: u64,
}

impl Manifest {
    pub(super) fn new(length: u64, chunk: u32) -> Self {
        Self { length, chunk, made: now() }
    }

    pub(super) fn chunks(&self) -> u64 {
        self.length.div_ceil(self.chunk.into())
    }

    /// The length of a chunk.
    pub(super) fn length_of(&self, index: u64) -> usize {
        let chunk = u64::from(self.chunk);
        usize::try_from(self.length.saturating_sub(index * chunk).min(chunk)).unwrap_or(0)
    }

    /// Whether it was made so long ago that it may expire soon. Clocks may differ, so that the future counts as well.
    pub(super) fn is_old(&self, limit: Duration) -> bool {
        self.made.abs_diff(now()) > limit.as_secs()
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.length.to_le_bytes());
        bytes.extend_from_slice(&self.chunk.to_le_bytes());
        bytes.extend_from_slice(&self.made.to_le_bytes());
        bytes
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (chunk, rest) = rest.split_first_chunk()?;
        let made = rest.try_into().ok()?;
        let manifest = Self {
            length: u64::from_le_bytes(*length),
            chunk: u32::from_le_bytes(*chunk),
            made: u64::from_le_bytes(made),
        };
        (*version == VERSION && (1..=LARGEST_CHUNK).contains(&manifest.chunk)).then_some(manifest)
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written_and_nonsense_is_not() {
        let manifest = Manifest::new(1025, 512);
        let bytes = manifest.write();
        assert_eq!(Manifest::read(&bytes), Some(manifest));
        assert!((0..bytes.len()).all(|end| Manifest::read(&bytes[..end]).is_none()));
        for chunk in [0, LARGEST_CHUNK + 1] {
            assert_eq!(Manifest::read(&Manifest { chunk, ..manifest }.write()), None);
        }
        assert_eq!(Manifest::read(&[&[2], &bytes[1..]].concat()), None);
    }

    #[test]
    fn chunks_add_up_to_the_length() {
        for length in [0, 1, 511, 512, 513, 1024, 1025] {
            let manifest = Manifest::new(length, 512);
            let sum: usize = (0..manifest.chunks()).map(|index| manifest.length_of(index)).sum();
            assert_eq!(sum as u64, length);
            assert!((0..manifest.chunks()).all(|index| manifest.length_of(index) > 0));
        }
        assert_eq!(Manifest::new(5, 512).length_of(9), 0);
        assert_eq!(Manifest::new(u64::MAX, 1).chunks(), u64::MAX);
    }

    #[test]
    fn age_is_counted_in_both_directions() {
        let hour = Duration::from_secs(3600);
        let at = |made| Manifest { made, ..Manifest::new(1, 1) };
        assert!(!at(now()).is_old(hour));
        assert!(!at(now() + 3000).is_old(hour));
        assert!(at(now() - 4000).is_old(hour) && at(now() + 4000).is_old(hour) && at(0).is_old(hour));
    }
}
