//! An [`Error`] as a value that is sent: what a task that uses a pool of its own returns.
//!
//! Encoded by hand, as all that this crate tells about failures is: the bytes are the same in every format, and nobody
//! but this file reads them.

use super::kind::Inner;
use super::{Error, Exit, Kind, PanicInfo, Reason, Side, Timed};
use crate::format::{CodecError, Format};
use crate::sendable::shape::Shape;
use crate::sendable::{NotNull, Parts, Sendable, Whole};
use crate::wire::{Malformed, Reader, known, put_option, put_panic, put_text, read_panic};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::io;
use std::time::Duration;

impl<F: Format> Sendable<F> for Error {
    const SHAPE: Shape = Shape::LIST;
}
impl<F: Format> NotNull<F> for Error {}
impl<F: Format> Parts<F> for Error {
    type Parts = Whole<Self, F>;
}

/// All of it is kept; of a [`source`](std::error::Error::source), what it says, and the number of the system's error.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        pack(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Error {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let packed = Vec::<u8>::deserialize(deserializer)?;
        let mut reader = Reader(&packed);
        match unpack(&mut reader) {
            Ok(error) if reader.0.is_empty() => Ok(error),
            _ => Err(serde::de::Error::custom("these bytes are not an error of this program's wirecheck")),
        }
    }
}

pub(crate) fn pack(error: &Error) -> Vec<u8> {
    let Inner { kind, task, index, format, type_name, path, side, node } = &*error.inner;
    let mut out = Vec::new();
    put_option(&mut out, task.as_deref());
    out.push(u8::from(index.is_some()));
    put_number(&mut out, index.unwrap_or(0));
    for text in [format.as_deref(), type_name.as_deref(), path.as_deref(), node.as_deref()] {
        put_option(&mut out, text);
    }
    out.push(match side {
        None => 0,
        Some(Side::Parent) => 1,
        Some(Side::Worker) => 2,
    });
    put_kind(&mut out, kind);
    out
}

pub(crate) fn unpack(reader: &mut Reader<'_>) -> Result<Error, Malformed> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let task = owned(reader.option()?);
    let has_index = reader.byte()? != 0;
    let index = Some(reader.u64()?).filter(|_| has_index);
    let format = owned(reader.option()?).map(Into::into);
    let (type_name, path) = (owned(reader.option()?), owned(reader.option()?));
    let node = owned(reader.option()?);
    let side = match reader.byte()? {
        0 => None,
        1 => Some(Side::Parent),
        2 => Some(Side::Worker),
        _ => return Err(Malformed),
    };
    let kind = read_kind(reader)?;
    Ok(Error { inner: Box::new(Inner { kind, task, index, format, type_name, path, side, node }) })
}

fn put_kind(out: &mut Vec<u8>, kind: &Kind) {
    match kind {
        Kind::Panic(info) => {
            out.push(0);
            put_panic(out, info);
        }
        Kind::Crash { pid, exit, reason, stderr } => {
            out.push(1);
            put_number(out, u64::from(*pid));
            put_exit(out, *exit);
            put_reason(out, *reason);
            put_text(out, stderr);
        }
        Kind::Timeout { limit, what } => {
            out.push(2);
            put_number(out, limit.as_secs());
            put_number(out, u64::from(limit.subsec_nanos()));
            out.push(match what {
                Timed::Task => 0,
                Timed::Call => 1,
                Timed::Join => 2,
                Timed::Unstoppable => 3,
                Timed::Initializer => 4,
            });
        }
        Kind::Nested { depth, most } => {
            out.push(3);
            put_number(out, u64::from(*depth));
            put_number(out, u64::from(*most));
        }
        Kind::Encode { what, error } => {
            out.push(4);
            put_text(out, what);
            put_text(out, &error.to_string());
        }
        Kind::Decode { what, error } => {
            out.push(5);
            put_text(out, what);
            put_text(out, &error.to_string());
        }
        Kind::Callback { info, others } => {
            out.push(6);
            put_panic(out, info);
            put_number(out, *others as u64);
        }
        Kind::Cancelled => out.push(7),
        Kind::Refused(message) => {
            out.push(8);
            put_text(out, message);
        }
        Kind::Start { message, source } => {
            out.push(9);
            put_text(out, message);
            put_source(out, source.as_ref());
        }
        Kind::Protocol(message) => {
            out.push(10);
            put_text(out, message);
        }
        Kind::System { message, source } => {
            out.push(11);
            put_text(out, message);
            put_source(out, Some(source));
        }
        Kind::Unsupported => out.push(12),
        Kind::Lost { node } => {
            out.push(13);
            put_text(out, node);
        }
    }
}

fn read_kind(reader: &mut Reader<'_>) -> Result<Kind, Malformed> {
    Ok(match reader.byte()? {
        0 => Kind::Panic(read_panic(reader)?),
        1 => Kind::Crash {
            pid: read_small(reader)?,
            exit: read_exit(reader)?,
            reason: read_reason(reader)?,
            stderr: reader.text()?.to_owned(),
        },
        2 => Kind::Timeout {
            limit: Duration::new(reader.u64()?, read_small(reader)?),
            what: match reader.byte()? {
                0 => Timed::Task,
                1 => Timed::Call,
                2 => Timed::Join,
                3 => Timed::Unstoppable,
                4 => Timed::Initializer,
                _ => return Err(Malformed),
            },
        },
        3 => Kind::Nested { depth: read_small(reader)?, most: read_small(reader)? },
        4 => Kind::Encode { what: known(reader.text()?), error: CodecError::new(reader.text()?) },
        5 => Kind::Decode { what: known(reader.text()?), error: CodecError::new(reader.text()?) },
        6 => {
            let info: PanicInfo = read_panic(reader)?;
            Kind::Callback { info, others: usize::try_from(reader.u64()?).map_err(|_| Malformed)? }
        }
        7 => Kind::Cancelled,
        8 => Kind::Refused(reader.text()?.to_owned()),
        9 => Kind::Start { message: reader.text()?.to_owned(), source: read_source(reader)? },
        10 => Kind::Protocol(reader.text()?.to_owned()),
        11 => Kind::System {
            message: reader.text()?.to_owned(),
            source: read_source(reader)?.ok_or(Malformed)?,
        },
        12 => Kind::Unsupported,
        13 => Kind::Lost { node: reader.text()?.to_owned() },
        _ => return Err(Malformed),
    })
}

pub(crate) fn put_exit(out: &mut Vec<u8>, exit: Exit) {
    let (kind, number) = match exit {
        Exit::Code(code) => (0, code),
        Exit::Signal(signal) => (1, signal),
        Exit::Severed => (2, 0),
        Exit::Unknown => (3, 0),
        Exit::Alive => (4, 0),
        Exit::Lost => (5, 0),
    };
    out.push(kind);
    out.extend_from_slice(&number.to_le_bytes());
}

pub(crate) fn read_exit(reader: &mut Reader<'_>) -> Result<Exit, Malformed> {
    let kind = reader.byte()?;
    let number = i32::from_le_bytes(reader.bytes()?);
    match kind {
        0 => Ok(Exit::Code(number)),
        1 => Ok(Exit::Signal(number)),
        2 => Ok(Exit::Severed),
        3 => Ok(Exit::Unknown),
        4 => Ok(Exit::Alive),
        5 => Ok(Exit::Lost),
        _ => Err(Malformed),
    }
}

fn put_reason(out: &mut Vec<u8>, reason: Option<Reason>) {
    match reason {
        None => out.push(0),
        Some(Reason::StackOverflow) => out.push(1),
        Some(Reason::OutOfMemory { limit: None }) => out.push(2),
        Some(Reason::OutOfMemory { limit: Some(limit) }) => {
            out.push(3);
            put_number(out, limit);
        }
    }
}

fn read_reason(reader: &mut Reader<'_>) -> Result<Option<Reason>, Malformed> {
    Ok(match reader.byte()? {
        0 => None,
        1 => Some(Reason::StackOverflow),
        2 => Some(Reason::OutOfMemory { limit: None }),
        3 => Some(Reason::OutOfMemory { limit: Some(reader.u64()?) }),
        _ => return Err(Malformed),
    })
}

/// An error of the operating system is its number; any other is of this process alone, and what it says is kept.
fn put_source(out: &mut Vec<u8>, source: Option<&io::Error>) {
    match (source, source.and_then(io::Error::raw_os_error)) {
        (None, _) => out.push(0),
        (_, Some(number)) => {
            out.push(1);
            out.extend_from_slice(&number.to_le_bytes());
        }
        (Some(source), None) => {
            out.push(2);
            put_text(out, &source.to_string());
        }
    }
}

fn read_source(reader: &mut Reader<'_>) -> Result<Option<io::Error>, Malformed> {
    Ok(match reader.byte()? {
        0 => None,
        1 => Some(io::Error::from_raw_os_error(i32::from_le_bytes(reader.bytes()?))),
        2 => Some(io::Error::other(reader.text()?.to_owned())),
        _ => return Err(Malformed),
    })
}

fn put_number(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(&number.to_le_bytes());
}

fn read_small(reader: &mut Reader<'_>) -> Result<u32, Malformed> {
    reader.u64()?.try_into().map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(backtrace: Option<&str>) -> PanicInfo {
        PanicInfo {
            message: "no ünicode is lost\nhere".to_owned(),
            place: Some("src/a.rs:1:2".to_owned()),
            backtrace: backtrace.map(str::to_owned),
        }
    }

    fn one_of_each_kind() -> Vec<Error> {
        let crash = |exit, reason| Kind::Crash { pid: 77, exit, reason, stderr: "last\nwords".to_owned() };
        let timeout = |what| Kind::Timeout { limit: Duration::from_millis(1500), what };
        let start = |source| Kind::Start { message: "a worker could not be started".to_owned(), source };
        let kinds = [
            Kind::Panic(info(None)),
            Kind::Panic(info(Some("0: main"))),
            crash(Exit::Signal(9), None),
            crash(Exit::Code(-3), Some(Reason::StackOverflow)),
            crash(Exit::Alive, None),
            crash(Exit::Severed, Some(Reason::OutOfMemory { limit: None })),
            crash(Exit::Unknown, Some(Reason::OutOfMemory { limit: Some(1 << 40) })),
            timeout(Timed::Task),
            timeout(Timed::Call),
            timeout(Timed::Join),
            timeout(Timed::Unstoppable),
            timeout(Timed::Initializer),
            Kind::Nested { depth: 3, most: 2 },
            Kind::Encode { what: "input", error: CodecError::new("why") },
            Kind::Decode { what: "result", error: CodecError::new("why not") },
            Kind::Callback { info: info(None), others: 4 },
            Kind::Cancelled,
            Kind::Refused("no".to_owned()),
            start(None),
            start(Some(io::Error::from_raw_os_error(12))),
            start(Some(io::Error::other("in words"))),
            Kind::Protocol("noise".to_owned()),
            Kind::System { message: "the disk".to_owned(), source: io::Error::from_raw_os_error(28) },
            Kind::Unsupported,
            Kind::Lost { node: "far".to_owned() },
            crash(Exit::Lost, None),
        ];
        let bare = kinds.into_iter().map(Error::new);
        let full = Error::refused("no").at("a task", u64::MAX).on(Side::Worker).of(
            "json",
            "alloc::Thing".to_owned(),
            Some("a[3].b".to_owned()),
        );
        let afar = Error::new(crash(Exit::Signal(9), None)).on_node("far");
        bare.chain([afar, full.on(Side::Parent), Error::new(Kind::Cancelled).on(Side::Worker)]).collect()
    }

    fn unpacked(bytes: &[u8]) -> Result<Error, Malformed> {
        unpack(&mut Reader(bytes))
    }

    #[test]
    fn every_kind_arrives_as_it_was() {
        for error in one_of_each_kind() {
            let packed = pack(&error);
            let back = unpacked(&packed).unwrap();
            assert_eq!(back.to_string(), error.to_string());
            // The debug form of the struct shows every field.
            assert_eq!(format!("{back:#?}"), format!("{error:#?}"));
            assert_eq!(pack(&back), packed);
        }
    }

    #[test]
    fn bytes_that_are_no_error_are_refused() {
        for error in one_of_each_kind() {
            let packed = pack(&error);
            for end in 0..packed.len() {
                assert!(unpacked(&packed[..end]).is_err(), "{error} cut at {end}");
            }
        }
        let mut packed = pack(&Error::new(Kind::Cancelled));
        *packed.last_mut().unwrap() = 200;
        assert!(unpacked(&packed).is_err());
    }

    #[cfg(feature = "json")]
    #[test]
    fn what_is_left_over_is_refused() {
        let mut packed = pack(&Error::new(Kind::Cancelled));
        packed.push(0);
        let text = serde_json::to_string(&packed).unwrap();
        let error = serde_json::from_str::<Error>(&text).unwrap_err();
        assert!(error.to_string().contains("are not an error of this program's wirecheck"), "{error}");
    }
}
