//! A task's failure, as the worker reports it.

use super::pack::{Malformed, Reader, put_option, put_text};
use super::trace::Untransferable;
use crate::error::{Error, Kind, PanicInfo, Side};
use crate::format::CodecError;
use std::borrow::Cow;
use std::io;

/// What went wrong with one task in the worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Panic(Box<PanicInfo>),
    Encode {
        what: Cow<'static, str>,
        error: Box<Untransferable>,
    },
    Decode {
        what: Cow<'static, str>,
        error: Box<Untransferable>,
    },
    Refused(String),
    /// The operating system refused something; with the number of its error.
    System {
        message: String,
        number: Option<i32>,
    },
}

impl Failure {
    #[cold]
    pub(crate) fn panic(info: Box<PanicInfo>) -> Box<Self> {
        Box::new(Self::Panic(info))
    }

    #[cold]
    pub(crate) fn encode(what: &'static str, error: Box<Untransferable>) -> Box<Self> {
        Box::new(Self::Encode { what: what.into(), error })
    }

    #[cold]
    pub(crate) fn decode(what: &'static str, error: Box<Untransferable>) -> Box<Self> {
        // Its bytes are right: a part of the value did not get here.
        #[cfg(processes)]
        if let Some(why) = crate::shared_slice::take_missing(&error.error.to_string()) {
            return Box::new(Self::System { message: why.message, number: why.number });
        }
        Box::new(Self::Decode { what: what.into(), error })
    }

    #[cold]
    pub(crate) fn refused(message: impl Into<String>) -> Box<Self> {
        Box::new(Self::Refused(message.into()))
    }

    #[cold]
    pub(crate) fn system(message: String, error: &io::Error) -> Box<Self> {
        Box::new(Self::System { message, number: error.raw_os_error() })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Panic(info) => {
                out.push(0);
                put_panic(out, info);
            }
            Self::Encode { what, error } | Self::Decode { what, error } => {
                out.push(if matches!(self, Self::Encode { .. }) { 1 } else { 2 });
                put_text(out, what);
                put_text(out, &error.type_name);
                put_option(out, error.path.as_deref());
                put_text(out, &error.error.to_string());
            }
            Self::Refused(message) => {
                out.push(3);
                put_text(out, message);
            }
            Self::System { message, number } => {
                out.push(4);
                put_text(out, message);
                // 0 is no error.
                out.extend_from_slice(&number.unwrap_or(0).to_le_bytes());
            }
        }
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(body);
        let failure = match reader.byte()? {
            0 => Self::Panic(Box::new(read_panic(&mut reader)?)),
            kind @ (1 | 2) => {
                let what = Cow::Owned(reader.text()?.to_owned());
                let error = Box::new(Untransferable {
                    type_name: reader.text()?.to_owned(),
                    path: reader.option()?.map(str::to_owned),
                    error: CodecError::new(reader.text()?),
                });
                if kind == 1 { Self::Encode { what, error } } else { Self::Decode { what, error } }
            }
            3 => Self::Refused(reader.text()?.to_owned()),
            4 => Self::System {
                message: reader.text()?.to_owned(),
                number: Some(i32::from_le_bytes(reader.bytes()?)).filter(|number| *number != 0),
            },
            _ => return Err(Malformed),
        };
        if reader.0.is_empty() { Ok(failure) } else { Err(Malformed) }
    }

    /// The error that the caller sees.
    pub(crate) fn into_error(self, format: &'static str, side: Side) -> Error {
        match self {
            Self::Panic(info) => Error::new(Kind::Panic(*info)).on(side),
            Self::Encode { what, error } => {
                Error::new(Kind::Encode { what: known(&what), error: error.error })
                    .of(format, error.type_name, error.path)
                    .on(side)
            }
            Self::Decode { what, error } => {
                Error::new(Kind::Decode { what: known(&what), error: error.error })
                    .of(format, error.type_name, error.path)
                    .on(side)
            }
            Self::Refused(message) => Error::refused(message).on(side),
            Self::System { message, number } => {
                let source =
                    number.map_or_else(|| io::Error::other(message.clone()), io::Error::from_raw_os_error);
                Error::new(Kind::System { message, source }).on(side)
            }
        }
    }
}

pub(crate) fn put_panic(out: &mut Vec<u8>, info: &PanicInfo) {
    put_text(out, &info.message);
    put_option(out, info.place.as_deref());
    put_option(out, info.backtrace.as_deref());
}

pub(crate) fn read_panic(reader: &mut Reader<'_>) -> Result<PanicInfo, Malformed> {
    Ok(PanicInfo {
        message: reader.text()?.to_owned(),
        place: reader.option()?.map(str::to_owned),
        backtrace: reader.option()?.map(str::to_owned),
    })
}

/// One of the three things that are encoded. Text from the wire is not repeated as it is.
pub(crate) fn known(what: &str) -> &'static str {
    ["input", "captures", "result"].into_iter().find(|word| *word == what).unwrap_or("value")
}
