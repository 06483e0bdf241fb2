//! Frames: writing them in place, reading their headers.

/// Bytes before the body: length, kind, call, index.
pub(crate) const HEADER: usize = 4 + REST;
const REST: usize = 1 + 4 + 8;

/// The largest body a length field can announce.
pub(crate) const MAX_BODY: usize = u32::MAX as usize - REST;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Hello = 1,
    Load = 2,
    Run = 3,
    Unload = 4,
    Done = 5,
    Failed = 6,
}

impl Kind {
    #[inline]
    fn from_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            1 => Self::Hello,
            2 => Self::Load,
            3 => Self::Run,
            4 => Self::Unload,
            5 => Self::Done,
            6 => Self::Failed,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) kind: Kind,
    pub(crate) call: u32,
    pub(crate) index: u64,
    /// Bytes of the body.
    pub(crate) body: usize,
}

/// Why bytes are not a frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BadHeader {
    Kind(u8),
    Length(u32),
}

impl std::fmt::Display for BadHeader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Kind(byte) => write!(f, "a frame of unknown kind {byte}"),
            Self::Length(length) => write!(f, "a frame that claims {length} bytes"),
        }
    }
}

impl Header {
    /// The bytes this frame takes on the wire.
    #[inline]
    pub(crate) fn total(&self) -> usize {
        HEADER + self.body
    }

    /// Reads the header at the start of `bytes`; `None` when there are too few of them.
    #[inline]
    pub(crate) fn read(bytes: &[u8]) -> Result<Option<Self>, BadHeader> {
        let Some(head) = bytes.first_chunk::<HEADER>() else { return Ok(None) };
        let [l0, l1, l2, l3, kind, c0, c1, c2, c3, index @ ..] = *head;
        let length = u32::from_le_bytes([l0, l1, l2, l3]);
        let kind = Kind::from_byte(kind).ok_or(BadHeader::Kind(kind))?;
        let body = (length as usize).checked_sub(REST).ok_or(BadHeader::Length(length))?;
        let call = u32::from_le_bytes([c0, c1, c2, c3]);
        Ok(Some(Self { kind, call, index: u64::from_le_bytes(index), body }))
    }
}

/// A value whose encoding does not fit a frame.
#[derive(Debug)]
pub(crate) struct TooLarge(pub(crate) usize);

/// Starts a frame at the end of `out`; the body is appended by the caller.
#[inline]
pub(crate) fn begin(out: &mut Vec<u8>, kind: Kind, call: u32, index: u64) -> usize {
    let at = out.len();
    let mut head = [0; HEADER];
    head[4] = kind as u8;
    head[5..9].copy_from_slice(&call.to_le_bytes());
    head[9..].copy_from_slice(&index.to_le_bytes());
    out.extend_from_slice(&head);
    at
}

/// Ends the frame that [`begin`] started at `at`; a frame that is too large is taken back.
#[inline]
pub(crate) fn finish(out: &mut Vec<u8>, at: usize) -> Result<(), TooLarge> {
    let body = out.len() - at - HEADER;
    if body > MAX_BODY {
        out.truncate(at);
        return Err(TooLarge(body));
    }
    // `body + REST` fits: MAX_BODY was chosen so.
    let length = (body + REST) as u32;
    out[at..at + 4].copy_from_slice(&length.to_le_bytes());
    Ok(())
}

/// A frame whose body is known to be small.
pub(crate) fn control(out: &mut Vec<u8>, kind: Kind, call: u32, index: u64, body: &[u8]) {
    let at = begin(out, kind, call, index);
    out.extend_from_slice(body);
    // Control bodies are bounded where they are built; nothing is left to report here.
    let _ = finish(out, at);
}
