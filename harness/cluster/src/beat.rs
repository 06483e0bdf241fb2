//! What each node says once a second.

use crate::digest::Digest;
use crate::program::{Glibc, KeyId};
use wirecheck::cluster::WorkerProtocol;

/// How often a node says that it is there.
pub(crate) const BEAT: std::time::Duration = std::time::Duration::from_secs(1);

/// The state of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Beat {
    /// Unique to the process.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) build: Digest,
    /// The machine and system that its programs are made for.
    pub(crate) triple: String,
    /// Its GNU C library, if it has one.
    pub(crate) glibc: Option<Glibc>,
    pub(crate) protocol: WorkerProtocol,
    /// The keys by whose signature it runs other programs than its own. None if it does not.
    pub(crate) trusted: Vec<KeyId>,
    /// Other programs whose executables it has.
    pub(crate) cached: Vec<Digest>,
    /// How many workers it may have.
    pub(crate) places: u32,
    /// How many it has.
    pub(crate) taken: u32,
    /// How many callers it works for.
    pub(crate) callers: u32,
    pub(crate) labels: Vec<String>,
}

impl Beat {
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.build.0);
        let glibc = self.glibc.unwrap_or(Glibc(0, 0));
        let counts = [self.labels.len(), self.trusted.len(), self.cached.len()].map(|count| count as u32);
        let numbers = [self.places, self.taken, self.callers, glibc.0, glibc.1];
        for number in numbers.into_iter().chain(counts) {
            out.extend_from_slice(&number.to_le_bytes());
        }
        self.protocol.write(out);
        self.trusted.iter().for_each(|key| out.extend_from_slice(&key.0.to_le_bytes()));
        self.cached.iter().for_each(|build| out.extend_from_slice(&build.0));
        for text in [&self.id, &self.name, &self.triple].into_iter().chain(&self.labels) {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let build = Digest(chunk(&mut rest)?);
        let (places, taken, callers) = (number(&mut rest)?, number(&mut rest)?, number(&mut rest)?);
        let glibc = Some(Glibc(number(&mut rest)?, number(&mut rest)?)).filter(|glibc| glibc.0 > 0);
        let (labels, trusted, cached) = (number(&mut rest)?, number(&mut rest)?, number(&mut rest)?);
        let protocol = WorkerProtocol::read(&mut rest)?;
        let key = |_| chunk(&mut rest).map(|bytes| KeyId(u64::from_le_bytes(bytes)));
        let trusted = (0..trusted).map(key).collect::<Option<_>>()?;
        let cached = (0..cached).map(|_| chunk(&mut rest).map(Digest)).collect::<Option<_>>()?;
        let (id, name, triple) = (text(&mut rest)?, text(&mut rest)?, text(&mut rest)?);
        let labels = (0..labels).map(|_| text(&mut rest)).collect::<Option<_>>()?;
        let beat = Self {
            id,
            name,
            build,
            triple,
            glibc,
            protocol,
            trusted,
            cached,
            places,
            taken,
            callers,
            labels,
        };
        rest.is_empty().then_some(beat)
    }

    #[cfg(test)]
    pub(crate) fn of_tests() -> Self {
        Self {
            id: "1f".to_owned(),
            name: "one".to_owned(),
            build: Digest([7; 32]),
            triple: crate::program::triple(),
            glibc: Some(Glibc(2, 36)),
            protocol: WorkerProtocol::own(),
            trusted: vec![KeyId(u64::MAX), KeyId(3)],
            cached: vec![Digest([8; 32])],
            places: 8,
            taken: 3,
            callers: 2,
            labels: vec!["gpu".to_owned(), String::new()],
        }
    }
}

fn chunk<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (chunk, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*chunk)
}

pub(crate) fn number(rest: &mut &[u8]) -> Option<u32> {
    chunk(rest).map(u32::from_le_bytes)
}

pub(crate) fn text(rest: &mut &[u8]) -> Option<String> {
    let length = number(rest)? as usize;
    let (text, after) = rest.split_at_checked(length)?;
    *rest = after;
    String::from_utf8(text.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_is_read_as_it_was_written_and_not_cut() {
        for beat in [
            Beat::of_tests(),
            Beat { glibc: None, trusted: Vec::new(), cached: Vec::new(), ..Beat::of_tests() },
        ] {
            let mut bytes = Vec::new();
            beat.write(&mut bytes);
            assert_eq!(Beat::read(&bytes), Some(beat));
            assert!((0..bytes.len()).all(|end| Beat::read(&bytes[..end]).is_none()));
            bytes.push(0);
            assert_eq!(Beat::read(&bytes), None);
        }
    }
}
