//! A worker whose answers are not what its parent expects.

use crate::wire::{FrameKind, Head};

/// What happens to the bytes that a worker sends; a number is the answer that it happens to, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tamper {
    /// The greeting is of another program.
    Greeting,
    Loses(usize),
    Repeats(usize),
    /// Bytes that are no frame come in its place.
    Garbage(usize),
}

/// Bytes that are not the head of a frame.
const GARBAGE: [u8; 40] = [0xA5; 40];
/// A byte of the greeting that is within the identity of the build.
const IN_THE_BUILD: usize = 12;

/// Applies a [`Tamper`] to whole frames.
#[derive(Debug)]
pub(super) struct Tampering {
    pub(super) tamper: Option<Tamper>,
    answers: usize,
}

impl Tampering {
    pub(super) fn new(tamper: Option<Tamper>) -> Self {
        Self { tamper, answers: 0 }
    }

    /// What arrives of these frames.
    pub(super) fn apply(&mut self, frames: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = frames;
        while let Ok(Some(head)) = Head::read(rest) {
            let (frame, after) = rest.split_at(head.total().min(rest.len()));
            rest = after;
            let at = self.answers;
            let is_answer = matches!(head.kind, FrameKind::Done | FrameKind::Failed);
            self.answers += usize::from(is_answer);
            match self.tamper {
                Some(Tamper::Greeting) if head.kind == FrameKind::Hello => {
                    let start = out.len();
                    out.extend_from_slice(frame);
                    out[start + crate::wire::HEAD + IN_THE_BUILD] ^= 1;
                }
                Some(Tamper::Loses(due)) if is_answer && due == at => {}
                Some(Tamper::Repeats(due)) if is_answer && due == at => {
                    out.extend_from_slice(frame);
                    out.extend_from_slice(frame);
                }
                Some(Tamper::Garbage(due)) if is_answer && due == at => out.extend_from_slice(&GARBAGE),
                _ => out.extend_from_slice(frame),
            }
        }
        out.extend_from_slice(rest);
        out
    }
}
