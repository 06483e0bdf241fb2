//! What each node says once a second.

use crate::digest::Digest;

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
        for number in [self.places, self.taken, self.callers, self.labels.len() as u32] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        for text in [&self.id, &self.name, &self.triple].into_iter().chain(&self.labels) {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let (build, after) = rest.split_first_chunk::<32>()?;
        rest = after;
        let (places, taken, callers) = (number(&mut rest)?, number(&mut rest)?, number(&mut rest)?);
        let labels = number(&mut rest)?;
        let (id, name, triple) = (text(&mut rest)?, text(&mut rest)?, text(&mut rest)?);
        let labels = (0..labels).map(|_| text(&mut rest)).collect::<Option<_>>()?;
        let beat = Self { id, name, build: Digest(*build), triple, places, taken, callers, labels };
        rest.is_empty().then_some(beat)
    }
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u32::from_le_bytes(*number))
}

fn text(rest: &mut &[u8]) -> Option<String> {
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
        let beat = Beat {
            id: "a1".to_owned(),
            name: "höst".to_owned(),
            build: Digest([7; 32]),
            triple: "x86_64-linux-gnu".to_owned(),
            places: 8,
            taken: 3,
            callers: 2,
            labels: vec!["gpu".to_owned(), String::new()],
        };
        let mut bytes = Vec::new();
        beat.write(&mut bytes);
        assert_eq!(Beat::read(&bytes), Some(beat));
        assert!((0..bytes.len()).all(|end| Beat::read(&bytes[..end]).is_none()));
        bytes.push(0);
        assert_eq!(Beat::read(&bytes), None);
    }
}
