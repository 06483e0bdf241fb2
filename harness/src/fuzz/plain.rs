//! The wire once more, as plainly as its description: what the real one is compared with.

use crate::transfer::FrameSink;
use crate::wire::{FrameKind, Sequence, begin, begin_named, finish};

/// A frame that says everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plain {
    pub(crate) kind: FrameKind,
    pub(crate) call: u32,
    pub(crate) index: u64,
    pub(crate) body: Vec<u8>,
}

impl Plain {
    pub(crate) fn new(kind: FrameKind, body: &[u8]) -> Self {
        Self::named(kind, 0, 0, body)
    }

    pub(crate) fn named(kind: FrameKind, call: u32, index: u64, body: &[u8]) -> Self {
        Self { kind, call, index, body: body.to_vec() }
    }
}

const KINDS: [FrameKind; 14] = [
    FrameKind::Hello,
    FrameKind::Load,
    FrameKind::Run,
    FrameKind::Next,
    FrameKind::Unload,
    FrameKind::Done,
    FrameKind::Failed,
    FrameKind::ShareBuffer,
    FrameKind::Forget,
    FrameKind::TransferPolicy,
    FrameKind::LoadAt,
    FrameKind::RunAt,
    FrameKind::NextAt,
    FrameKind::DoneAt,
];

/// The kind with this number.
pub(crate) fn kind(number: u8) -> Option<FrameKind> {
    KINDS.into_iter().find(|kind| *kind as u8 == number)
}

fn is_named(kind: FrameKind) -> bool {
    matches!(
        kind,
        FrameKind::Load | FrameKind::Run | FrameKind::Unload | FrameKind::LoadAt | FrameKind::RunAt
    )
}

/// The frames as the real code writes them, in their order.
pub(crate) fn encode(frames: &[Plain]) -> Vec<Vec<u8>> {
    let mut sequence = Sequence::default();
    let encode = |frame: &Plain| {
        let mut out = FrameSink::new();
        let at = match is_named(frame.kind) {
            true => begin_named(&mut out, frame.call, frame.index),
            false => begin(&mut out),
        };
        out.extend_from_slice(&frame.body);
        finish(&mut out, at, frame.kind, &mut sequence).unwrap();
        out.into_vec()
    };
    frames.iter().map(encode).collect()
}

/// The whole frames at the start of `bytes`, and why there are no more, if not for the want of bytes.
pub(crate) fn read(mut bytes: &[u8]) -> (Vec<Plain>, Option<String>) {
    let mut frames = Vec::new();
    while let [l0, l1, l2, l3, kind, s0, s1, s2, rest @ ..] = bytes {
        let length = u32::from_le_bytes([*l0, *l1, *l2, *l3]) as usize;
        let sequence = u32::from_le_bytes([*s0, *s1, *s2, 0]) as usize;
        let Some(known) = self::kind(*kind) else {
            return (frames, Some(format!("a frame of unknown kind {kind}")));
        };
        if is_named(known) && length < 12 {
            let message = format!("a frame of kind {known:?} that is too short for its task's name");
            return (frames, Some(message));
        }
        // At once: what is no frame must not be waited for.
        if sequence != frames.len() {
            let due = frames.len();
            return (frames, Some(format!("frame {sequence} where frame {due} was due")));
        }
        let Some((content, more)) = rest.split_at_checked(length) else { break };
        frames.push(match content {
            [c0, c1, c2, c3, i0, i1, i2, i3, i4, i5, i6, i7, body @ ..] if is_named(known) => {
                let call = u32::from_le_bytes([*c0, *c1, *c2, *c3]);
                let index = u64::from_le_bytes([*i0, *i1, *i2, *i3, *i4, *i5, *i6, *i7]);
                Plain::named(known, call, index, body)
            }
            body => Plain::new(known, body),
        });
        bytes = more;
    }
    (frames, None)
}
