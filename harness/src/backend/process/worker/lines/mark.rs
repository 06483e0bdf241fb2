//! Where a task ends, in the stream of its worker.

/// A command to a terminal that no terminal knows, so that none shows it where it gets through.
const START: &[u8] = b"\x1b_wc ";
const END: &[u8] = b"\x1b\\";
/// Ordinal, call and index in hexadecimal digits.
const DIGITS: usize = 16 + 8 + 16;
const LEN: usize = START.len() + DIGITS + END.len();

/// The bytes of a mark of the task that came to its worker with this number. They are written at once, which a pipe does not tear.
pub(crate) fn write_mark(ordinal: u64, (call, index): (u32, u64)) -> Vec<u8> {
    let digits = format!("{ordinal:016x}{call:08x}{index:016x}");
    [START, digits.as_bytes(), END].concat()
}

/// What bytes begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A mark.
    Of {
        ordinal: u64,
        task: (u32, u64),
        length: usize,
    },
    /// It may be one once there are more bytes.
    Partial,
    None,
}

impl Mark {
    /// Where the first mark may begin.
    pub(crate) fn find(bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| *byte == START[0])
    }

    /// What these bytes begin with.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let known = bytes.len().min(START.len());
        if bytes[..known] != START[..known] {
            return Self::None;
        }
        let Some(mark) = bytes.get(..LEN) else { return Self::Partial };
        let (digits, end) = mark[START.len()..].split_at(DIGITS);
        let number = |digits: &[u8]| u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        let (ordinal, name) = digits.split_at(16);
        let (call, index) = name.split_at(8);
        let call = number(call).and_then(|call| u32::try_from(call).ok());
        match (number(ordinal), call, number(index)) {
            (Some(ordinal), Some(call), Some(index)) if end == END => {
                Self::Of { ordinal, task: (call, index), length: LEN }
            }
            _ => Self::None,
        }
    }
}
