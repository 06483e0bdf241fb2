//! Frames: writing them in place, reading their heads.

use crate::transfer::FrameSink;

/// Bytes of the head that every frame has: length, kind, sequence number.
pub(crate) const HEAD: usize = 8;
/// Bytes of call and index, which follow the head of those kinds that name a task.
pub(crate) const NAME: usize = 4 + 8;

/// The largest value that fits a frame.
pub(crate) const MAX_BODY: usize = u32::MAX as usize - NAME;

/// Bits of the kind in the high half of a head; the others are the sequence number's.
const KIND_BITS: u32 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameKind {
    Hello = 1,
    Load = 2,
    Run = 3,
    /// As `Run`, of the same call and the index after the last one.
    Next = 4,
    Unload = 5,
    Done = 6,
    Failed = 7,
    /// The descriptor of a buffer was sent over the other socket.
    ShareBuffer = 8,
    /// A shared buffer is not needed any more.
    Forget = 9,
    /// How large values travel.
    TransferPolicy = 10,
    /// As those without `At`, of a value in a shared buffer.
    LoadAt = 11,
    RunAt = 12,
    NextAt = 13,
    DoneAt = 14,
}

impl FrameKind {
    #[inline]
    fn from_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            1 => Self::Hello,
            2 => Self::Load,
            3 => Self::Run,
            4 => Self::Next,
            5 => Self::Unload,
            6 => Self::Done,
            7 => Self::Failed,
            8 => Self::ShareBuffer,
            9 => Self::Forget,
            10 => Self::TransferPolicy,
            11 => Self::LoadAt,
            12 => Self::RunAt,
            13 => Self::NextAt,
            14 => Self::DoneAt,
            _ => return None,
        })
    }

    /// The same kind for an out-of-band value.
    pub(crate) fn at(self) -> Self {
        match self {
            Self::Load => Self::LoadAt,
            Self::Run => Self::RunAt,
            Self::Next => Self::NextAt,
            Self::Done => Self::DoneAt,
            other => other,
        }
    }

    /// Whether call and index follow the head.
    #[inline]
    fn is_named(self) -> bool {
        matches!(self, Self::Load | Self::Run | Self::Unload | Self::LoadAt | Self::RunAt)
    }
}

/// The head of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) kind: FrameKind,
    pub(crate) sequence: u32,
    /// Bytes that follow the head.
    pub(crate) rest: usize,
}

/// Why some bytes are not the expected frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadFrame {
    FrameKind(u8),
    TooShort(FrameKind),
    /// A frame came twice, is missing, or these bytes are no frame.
    Sequence {
        due: u32,
        came: u32,
    },
}

impl std::fmt::Display for BadFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::FrameKind(byte) => write!(f, "a frame of unknown kind {byte}"),
            Self::TooShort(kind) => {
                write!(f, "a frame of kind {kind:?} that is too short for its task's name")
            }
            Self::Sequence { due, came } => write!(f, "frame {came} where frame {due} was due"),
        }
    }
}

impl Head {
    /// The bytes this frame takes on the wire.
    #[inline]
    pub(crate) fn total(&self) -> usize {
        HEAD + self.rest
    }

    /// Reads the head at the start of `bytes`; `None` when there are too few of them.
    #[inline]
    pub(crate) fn read(bytes: &[u8]) -> Result<Option<Self>, BadFrame> {
        let Some(head) = bytes.first_chunk::<HEAD>() else { return Ok(None) };
        let word = u64::from_le_bytes(*head);
        // The three parts are cut to their widths.
        let (rest, kind, sequence) = (word as u32, (word >> 32) as u8, (word >> 40) as u32);
        let kind = FrameKind::from_byte(kind).ok_or(BadFrame::FrameKind(kind))?;
        if kind.is_named() && (rest as usize) < NAME {
            return Err(BadFrame::TooShort(kind));
        }
        Ok(Some(Self { kind, sequence, rest: rest as usize }))
    }
}

/// The bytes that follow the head, if `bytes` begins with a frame of this kind and number.
#[inline(always)]
pub(super) fn rest_if(bytes: &[u8], kind: FrameKind, sequence: Sequence) -> Option<usize> {
    let word = u64::from_le_bytes(*bytes.first_chunk::<HEAD>()?);
    // The length is the low half, which is cut off.
    ((word >> 32) as u32 == sequence.with(kind)).then_some(word as u32 as usize)
}

/// A whole frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame<'a> {
    pub(crate) kind: FrameKind,
    /// Zero where the kind does not name a task.
    pub(crate) call: u32,
    pub(crate) index: u64,
    pub(crate) body: &'a [u8],
}

impl<'a> Frame<'a> {
    /// The frame with this head; `rest` is what follows the head, and as long as that says.
    #[inline]
    pub(crate) fn of(head: &Head, rest: &'a [u8]) -> Self {
        if head.kind.is_named()
            && let Some((name, body)) = rest.split_first_chunk::<NAME>()
        {
            let [c0, c1, c2, c3, index @ ..] = *name;
            let call = u32::from_le_bytes([c0, c1, c2, c3]);
            return Self { kind: head.kind, call, index: u64::from_le_bytes(index), body };
        }
        Self { kind: head.kind, call: 0, index: 0, body: rest }
    }
}

/// A value whose encoding does not fit a frame.
#[derive(Debug)]
pub(crate) struct TooLarge(pub(crate) usize);

/// Numbers the frames of one direction, so that a lost or repeated one is noticed.
///
/// Held where it is in a head, above the kind: it then wraps by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sequence(u32);

impl Sequence {
    const ONE: u32 = 1 << KIND_BITS;

    /// The high half of the head of a frame with this number.
    #[inline]
    fn with(self, kind: FrameKind) -> u32 {
        self.0 | kind as u32
    }

    #[inline]
    pub(crate) fn advance(&mut self) {
        self.0 = self.0.wrapping_add(Self::ONE);
    }

    /// Checks that a frame is the one that is due; [`advance`](Self::advance) then makes the one after it due.
    #[inline]
    pub(crate) fn check(self, came: u32) -> Result<(), BadFrame> {
        let due = self.0 >> KIND_BITS;
        if came == due { Ok(()) } else { Err(BadFrame::Sequence { due, came }) }
    }
}

/// Starts a frame at the end of `out`; what follows the head is appended by the caller.
#[inline]
pub(crate) fn begin(out: &mut FrameSink) -> usize {
    let at = out.len();
    out.extend_inline(&[0; HEAD]);
    out.start_value();
    at
}

/// As [`begin`], with the name of a task.
#[inline]
pub(crate) fn begin_named(out: &mut FrameSink, call: u32, index: u64) -> usize {
    let at = out.len();
    let mut start = [0; HEAD + NAME];
    start[HEAD..HEAD + 4].copy_from_slice(&call.to_le_bytes());
    start[HEAD + 4..].copy_from_slice(&index.to_le_bytes());
    out.extend_inline(&start);
    out.start_value();
    at
}

/// Ends the frame that was started at `at`. One that is too large is removed and uses no number.
#[inline]
pub(crate) fn finish(
    out: &mut FrameSink,
    at: usize,
    kind: FrameKind,
    sequence: &mut Sequence,
) -> Result<(), TooLarge> {
    let rest = out.len() - at - HEAD;
    if rest > MAX_BODY {
        out.truncate(at);
        return Err(TooLarge(rest));
    }
    let word = rest as u64 | u64::from(sequence.with(kind)) << 32;
    sequence.advance();
    out[at..at + HEAD].copy_from_slice(&word.to_le_bytes());
    Ok(())
}

/// Whether the value of the frame that was started at `at` may be out of band, or has to be.
#[inline]
pub(crate) fn is_large(out: &FrameSink, at: usize) -> bool {
    out.is_large(out.len() - at - HEAD)
}

/// Writes a whole frame whose body is small.
pub(crate) fn control(out: &mut FrameSink, kind: FrameKind, sequence: &mut Sequence, call: u32, body: &[u8]) {
    let at = if kind.is_named() { begin_named(out, call, 0) } else { begin(out) };
    out.extend_inline(body);
    // Bodies of control frames are small by construction, so this cannot fail.
    let _ = finish(out, at, kind, sequence);
}
