//! The trace context of the W3C.

use std::fmt;
use std::str::FromStr;

/// Names a span and its trace, for other processes: the `traceparent` of the W3C's [Trace Context](https://www.w3.org/TR/trace-context/).
///
/// ```
/// use wirecheck::trace::TraceContext;
///
/// let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/// let context: TraceContext = header.parse()?;
/// assert_eq!(context.trace_id, 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736);
/// assert!(context.is_sampled());
/// assert_eq!(context.to_string(), header);
/// # Ok::<(), wirecheck::trace::BadTraceparent>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TraceContext {
    /// Of all spans of the trace. Not 0.
    pub trace_id: u128,
    /// Of this span. Not 0.
    pub span_id: u64,
    /// Bit 0 says that somebody records the trace.
    pub flags: u8,
}

/// Bytes of a context on its way to a worker.
pub(super) const LEN: usize = 16 + 8 + 1;
/// Characters of a `traceparent` of version 0.
const TEXT: usize = 55;
const SAMPLED: u8 = 1;

impl TraceContext {
    /// `None` if one of the ids is 0, which names nothing.
    pub fn new(trace_id: u128, span_id: u64, sampled: bool) -> Option<Self> {
        Self::of(trace_id, span_id, if sampled { SAMPLED } else { 0 })
    }

    fn of(trace_id: u128, span_id: u64, flags: u8) -> Option<Self> {
        (trace_id != 0 && span_id != 0).then_some(Self { trace_id, span_id, flags })
    }

    /// Whether somebody records the trace.
    pub fn is_sampled(&self) -> bool {
        self.flags & SAMPLED != 0
    }

    #[cfg(processes)]
    pub(super) fn to_bytes(self) -> [u8; LEN] {
        let mut bytes = [0; LEN];
        bytes[..16].copy_from_slice(&self.trace_id.to_be_bytes());
        bytes[16..24].copy_from_slice(&self.span_id.to_be_bytes());
        bytes[24] = self.flags;
        bytes
    }

    #[cfg(processes)]
    pub(super) fn from_bytes(bytes: [u8; LEN]) -> Option<Self> {
        let (trace_id, rest) = bytes.split_first_chunk::<16>()?;
        let (span_id, flags) = rest.split_first_chunk::<8>()?;
        Self::of(u128::from_be_bytes(*trace_id), u64::from_be_bytes(*span_id), *flags.first()?)
    }
}

/// As a `traceparent` of version 0.
impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, self.flags)
    }
}

/// Text that is no `traceparent`. A request with such a header is to be treated as one without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BadTraceparent;

impl fmt::Display for BadTraceparent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "this text is no `traceparent`: give `00-<32 hexadecimal digits>-<16 hexadecimal digits>-<2 hexadecimal digits>`, in lower \
             case and with ids that are not 0",
        )
    }
}

impl std::error::Error for BadTraceparent {}

/// Reads a `traceparent`, also one of a later version, as far as it is known.
impl FromStr for TraceContext {
    type Err = BadTraceparent;

    fn from_str(text: &str) -> Result<Self, BadTraceparent> {
        parse(text.as_bytes()).ok_or(BadTraceparent)
    }
}

fn parse(text: &[u8]) -> Option<TraceContext> {
    let (known, more) = text.split_at_checked(TEXT)?;
    let digits = |from: usize, to: usize| {
        known.get(from..to)?.iter().try_fold(0_u128, |number, byte| {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                _ => return None,
            };
            Some(number << 4 | u128::from(digit))
        })
    };
    let version = digits(0, 2).filter(|version| *version != 0xff)?;
    let is_whole = more.is_empty() || (version > 0 && more.starts_with(b"-"));
    let is_divided = [2, 35, 52].iter().all(|at| known.get(*at) == Some(&b'-'));
    if !is_whole || !is_divided {
        return None;
    }
    let (span_id, flags) = (u64::try_from(digits(36, 52)?).ok()?, u8::try_from(digits(53, 55)?).ok()?);
    TraceContext::of(digits(3, 35)?, span_id, flags)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn later_versions_are_read_and_nonsense_is_not() {
        let good: TraceContext = GOOD.parse().unwrap();
        assert_eq!((good.span_id, good.flags), (0x00f0_67aa_0ba9_02b7, 1));
        for (later, is_read) in [
            (GOOD.replacen("00", "cc", 1), true),
            (format!("{}-more", GOOD.replacen("00", "cc", 1)), true),
            (format!("{}.more", GOOD.replacen("00", "cc", 1)), false),
            (format!("{GOOD}-more"), false),
            (GOOD.replacen("00", "ff", 1), false),
            (GOOD.to_uppercase(), false),
            (GOOD.replace("4bf92f3577b34da6a3ce929d0e0e4736", &"0".repeat(32)), false),
            (GOOD.replace("00f067aa0ba902b7", &"0".repeat(16)), false),
            (GOOD.replace('-', "_"), false),
            (GOOD[..54].to_owned(), false),
            (String::new(), false),
        ] {
            let read = later.parse::<TraceContext>();
            assert_eq!(read.is_ok(), is_read, "{later}");
            assert!(read.is_err() || read == Ok(good), "{later}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(trace_id in 1_u128.., span_id in 1_u64.., flags: u8) {
            let context = TraceContext { trace_id, span_id, flags };
            prop_assert_eq!(context.to_string().parse(), Ok(context));
            #[cfg(processes)]
            prop_assert_eq!(TraceContext::from_bytes(context.to_bytes()), Some(context));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,70}") {
            if let Ok(context) = text.parse::<TraceContext>() {
                prop_assert!(context.trace_id != 0 && context.span_id != 0);
            }
        }
    }
}
