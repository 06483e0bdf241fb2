//! Properties of what travels: frames come out as they went in, and garbage is an error.

use super::trace::Untransferable;
use super::{
    Failure, FrameKind, FrameReader, HEAD, Head, Hello, ReceiveStatus, Sequence, WorkerConfig, begin,
    begin_named, control, finish,
};
use crate::error::PanicInfo;
use crate::format::CodecError;
use crate::transfer::FrameSink;
use proptest::prelude::*;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

fn kinds() -> impl Strategy<Value = FrameKind> {
    use FrameKind::{Done, Failed, Hello, Load, Next, Run, Unload};
    prop::sample::select(vec![Hello, Load, Run, Next, Unload, Done, Failed])
}

/// FrameKind, call, index and body.
type Frame = (FrameKind, u32, u64, Vec<u8>);

fn frames() -> impl Strategy<Value = Vec<Frame>> {
    let body = prop::collection::vec(any::<u8>(), 0..300);
    prop::collection::vec((kinds(), any::<u32>(), any::<u64>(), body), 0..20)
}

/// The frames as they travel; a name is left out where the kind has none.
fn written(frames: &[Frame]) -> Vec<u8> {
    let (mut bytes, mut sequence) = (FrameSink::new(), Sequence::default());
    for (kind, call, index, body) in frames {
        let at = match kind {
            FrameKind::Load | FrameKind::Run | FrameKind::Unload => begin_named(&mut bytes, *call, *index),
            _ => begin(&mut bytes),
        };
        bytes.extend_from_slice(body);
        finish(&mut bytes, at, *kind, &mut sequence).unwrap();
    }
    bytes.into_vec()
}

/// What is read of a frame: call and index are zero where the kind has no name.
fn named((kind, call, index, body): Frame) -> Frame {
    match kind {
        FrameKind::Load | FrameKind::Run | FrameKind::Unload => (kind, call, index, body),
        _ => (kind, 0, 0, body),
    }
}

/// All whole frames that are in the inbox.
fn drain(inbox: &mut FrameReader) -> Result<Vec<Frame>, String> {
    let mut frames = Vec::new();
    while let Some(frame) = inbox.next().map_err(|bad| bad.to_string())? {
        frames.push((frame.kind, frame.call, frame.index, frame.body.to_vec()));
        let body = frames.last().map(|(.., body)| body.as_slice());
        assert_eq!(Some(inbox.body()), body, "the body can be had later too");
    }
    Ok(frames)
}

proptest! {
    #[test]
    fn frames_survive_any_split(frames in frames(), cut in 1_usize..400) {
        let bytes = written(&frames);
        let mut inbox = FrameReader::default();
        let mut seen = Vec::new();
        for part in bytes.chunks(cut) {
            inbox.extend(part);
            seen.extend(drain(&mut inbox).unwrap());
        }
        prop_assert_eq!(seen, frames.into_iter().map(named).collect::<Vec<_>>());
    }

    #[test]
    fn garbage_is_an_error_or_a_frame_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut inbox = FrameReader::default();
        inbox.extend(&bytes);
        let _ = drain(&mut inbox);
        let _ = Failure::read(&bytes);
        let _ = Hello::read(&bytes);
    }

    #[test]
    fn one_flipped_byte_is_never_a_panic(frames in frames(), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut bytes = written(&frames);
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let mut inbox = FrameReader::default();
        inbox.extend(&bytes);
        let _ = drain(&mut inbox);
    }

    #[test]
    fn failures_survive(message in ".{0,80}", place in prop::option::of(".{0,40}"), which in 0..4) {
        let error = Box::new(Untransferable {
            type_name: "T".to_owned(),
            path: place.clone(),
            error: CodecError::new(&message),
        });
        let failure = match which {
            0 => Failure::panic(Box::new(PanicInfo { message, backtrace: place.clone(), place })),
            1 => Failure::encode("result", error),
            2 => Failure::decode("input", error),
            _ => Failure::refused(message),
        };
        let mut bytes = Vec::new();
        failure.write(&mut bytes);
        prop_assert_eq!(Failure::read(&bytes), Ok(*failure));
        for end in 0..bytes.len() {
            prop_assert!(Failure::read(&bytes[..end]).is_err(), "cut at {}", end);
        }
    }
}

#[test]
fn a_length_that_only_claims_to_be_large_costs_no_memory() {
    let mut frame = FrameSink::new();
    control(&mut frame, FrameKind::Done, &mut Sequence::default(), 0, &[]);
    frame[..4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(Head::read(&frame).unwrap().unwrap().rest, u32::MAX as usize);
    let (ours, theirs) = UnixStream::pair().unwrap();
    std::io::Write::write_all(&mut &theirs, &frame).unwrap();
    let mut inbox = FrameReader::default();
    assert_eq!(inbox.wait_and_receive(ours.as_fd()).unwrap(), ReceiveStatus::Bytes(HEAD));
    assert!(inbox.next().unwrap().is_none());
    assert!(inbox.capacity() < 1 << 20, "{} bytes", inbox.capacity());
    drop(theirs);
    assert_eq!(inbox.wait_and_receive(ours.as_fd()).unwrap(), ReceiveStatus::End);
}

#[test]
fn a_greeting_of_another_program_is_refused() {
    let own = Hello::own();
    let mut bytes = Vec::new();
    own.write(&mut bytes);
    assert_eq!(Hello::read(&bytes), Ok(own));
    assert_eq!(
        own.objection(&Hello::with(WorkerConfig { tasks: 5, ..WorkerConfig::default() })),
        None,
        "the terms are not part of the identity"
    );
    for (at, words) in [(0, "protocol"), (8, "protocol"), (12, "executable"), (20, "table of tasks")] {
        let mut other = bytes.clone();
        other[at] ^= 1;
        let objection = own.objection(&Hello::read(&other).unwrap()).unwrap();
        assert!(objection.contains(words), "{objection}");
    }
}
