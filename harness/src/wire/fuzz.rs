//! The frame decoder, fed with anything: the same frames and the same error as a plain reading, however they arrive.

use super::{Failure, FrameReader, Hello, ReceiveStatus};
use crate::fuzz::{Chunks, Plain, Script, damaged, encode, fuzz, gist, read, some};
use std::io::Write;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

/// How bytes get into the inbox.
struct Way {
    ours: UnixStream,
    theirs: UnixStream,
}

impl Way {
    fn new() -> Self {
        let (ours, theirs) = UnixStream::pair().unwrap();
        Self { ours, theirs }
    }

    fn feed(&mut self, inbox: &mut FrameReader, chunk: &[u8], by_socket: bool) {
        if by_socket {
            self.theirs.write_all(chunk).unwrap();
            assert_eq!(inbox.receive(self.ours.as_fd()).unwrap(), ReceiveStatus::Bytes(chunk.len()));
        } else {
            inbox.extend(chunk);
        }
    }
}

/// Feeds `chunks` to an inbox, which must say what `bytes` say; gives the frames and the error.
fn check(
    way: &mut Way,
    bytes: &[u8],
    chunks: Chunks<'_>,
    mut script: Script<'_>,
) -> (Vec<Plain>, Option<String>) {
    let (expected, bad) = read(bytes);
    let by_socket = script.below(4) == 0;
    let mut inbox = FrameReader::default();
    let mut frames = 0;
    let mut fed = 0;
    for chunk in chunks {
        fed += chunk.len();
        way.feed(&mut inbox, chunk, by_socket);
        assert!(inbox.capacity() <= 2 * fed + (256 << 10), "{} bytes for {fed}", inbox.capacity());
        loop {
            let due = expected.get(frames);
            if script.below(4) == 0 {
                // Another kind than the one that is due is left where it is.
                let kind = super::FrameKind::Next;
                if inbox.take_if(kind) {
                    let due = due.unwrap();
                    assert_eq!((kind, inbox.body()), (due.kind, due.body.as_slice()));
                    frames += 1;
                    continue;
                }
            }
            match inbox.next() {
                Ok(None) => break,
                Ok(Some(frame)) => {
                    let came = Plain::named(frame.kind, frame.call, frame.index, frame.body);
                    assert_eq!(Some(&came), due);
                    assert_eq!(inbox.body(), came.body);
                    read_body(&came.body);
                    frames += 1;
                }
                Err(error) => {
                    assert_eq!((frames, Some(error.to_string())), (expected.len(), bad.clone()));
                    // It stays an error: nothing behind it is taken for a frame.
                    assert_eq!(inbox.next().unwrap_err(), error);
                    return (expected, bad);
                }
            }
        }
    }
    assert_eq!((frames, None), (expected.len(), bad));
    (expected, None)
}

/// What can be read as a message is that message.
fn read_body(body: &[u8]) {
    let mut again = Vec::new();
    if let Ok(hello) = Hello::read(body) {
        hello.write(&mut again);
        assert_eq!(again, body);
    }
    again.clear();
    if let Ok(failure) = Failure::read(body) {
        failure.write(&mut again);
        assert_eq!(again, body);
    }
}

/// A few frames of any kind.
fn frames(script: &mut Script<'_>) -> Vec<Plain> {
    let kinds = [1, 2, 3, 4, 4, 5, 6, 6, 7, 8, 9, 10, 11, 12, 13, 14];
    let mut failure = Vec::new();
    Failure::refused("no").write(&mut failure);
    (0..script.below(12))
        .map(|_| {
            let number = kinds[script.below(kinds.len())];
            let kind = crate::fuzz::kind(number).unwrap();
            let index = u64::from(script.byte());
            let call = u32::from(script.byte());
            if script.below(8) == 0 {
                Plain::named(kind, call, index, &failure)
            } else {
                Plain::named(kind, call, index, script.bytes(24))
            }
        })
        .collect()
}

fn target(way: &mut Way, script: &[u8]) -> String {
    let mut script = Script(script);
    let bytes = match script.below(16) {
        0 => script.0.to_vec(),
        _ => {
            let frames = encode(&frames(&mut script));
            damaged(&mut script, frames)
        }
    };
    let chunks = Chunks::new(&mut script, &bytes);
    let (frames, bad) = check(way, &bytes, chunks, script);
    let whole: usize = encode(&frames).iter().map(Vec::len).sum();
    let end = match bad {
        Some(bad) => gist(&bad),
        None if whole == bytes.len() => "the end".to_owned(),
        None => "a part of one".to_owned(),
    };
    format!("{} frames, then {end}", some(frames.len()))
}

#[test]
fn fuzz_frames() {
    let mut way = Way::new();
    fuzz("frames", 10_000, |script| target(&mut way, script));
}

/// One of each kind, and a repetition.
fn conversation() -> Vec<Vec<u8>> {
    let kinds = [1, 2, 3, 4, 4, 6, 7, 5];
    let frames: Vec<Plain> = (0..)
        .zip(kinds)
        .map(|(at, number)| Plain::named(crate::fuzz::kind(number).unwrap(), 7, at, &[number; 5]))
        .collect();
    encode(&frames)
}

#[test]
fn fuzz_every_cut_and_every_split() {
    let mut way = Way::new();
    let bytes = conversation().concat();
    for cut in 0..=bytes.len() {
        let part = &bytes[..cut];
        let (frames, bad) = check(&mut way, part, Chunks::split(part, cut), Script(&[]));
        assert_eq!(bad, None);
        let whole: usize = encode(&frames).iter().map(Vec::len).sum();
        assert!(whole <= cut);
        for mode in [&[0][..], &[1]] {
            let (frames, bad) = check(&mut way, &bytes, Chunks::split(&bytes, cut), Script(mode));
            assert_eq!((frames.len(), bad), (8, None));
        }
    }
}

/// A frame that is missing, repeated or in another's place is noticed where it is due, and what came before it stands.
#[test]
fn fuzz_every_loss_repetition_and_exchange() {
    let mut way = Way::new();
    let frames = conversation();
    let mut check = |frames: &[Vec<u8>], good: usize, came: Option<usize>| {
        let bytes = frames.concat();
        let (taken, bad) = check(&mut way, &bytes, Chunks::split(&bytes, usize::MAX), Script(&[1]));
        assert_eq!(taken.len(), good);
        assert_eq!(bad, came.map(|came| format!("frame {came} where frame {good} was due")));
    };
    for at in 0..frames.len() {
        let mut lost = frames.clone();
        lost.remove(at);
        check(&lost, at, Some(at + 1).filter(|next| *next < frames.len()));
        for to in 0..=frames.len() {
            let mut repeated = frames.clone();
            repeated.insert(to, frames[at].clone());
            // In front of itself it is the one that is due, and the second one is not.
            check(&repeated, if to == at { at + 1 } else { to }, Some(at));
        }
        for other in at + 1..frames.len() {
            let mut exchanged = frames.clone();
            exchanged.swap(at, other);
            check(&exchanged, at, Some(other));
        }
    }
}
