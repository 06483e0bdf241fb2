//! What a bundle says: a list of entries, each about one seat.
//!
//! ```text
//! kind u8 | seat u64 | length u32 | content        little-endian
//! ```

/// What is said about a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry<'a> {
    /// Caller: start a worker of this program, in this way.
    Open { setup: &'a [u8], program: &'a [u8] },
    /// Node: a worker was started.
    Placed,
    /// Node: no worker is started, and why.
    Refused { why: &'a str },
    /// The next bytes of the stream in this direction.
    Data { bytes: &'a [u8] },
    /// Caller: the stream ends here.
    Finished,
    /// So many bytes of the other direction were passed on in all.
    Credit { passed: u64 },
    /// Caller: an order to the worker.
    Command { command: &'a [u8] },
    /// Node: what the worker does.
    Report { report: &'a [u8] },
    /// Node: how the worker ended. It is the last entry of the seat.
    Ended { end: &'a [u8] },
    /// Caller: nobody asks for the seat any more.
    Released,
    /// Caller: the worker will wait for this memory of `Shared` values. It is handed to it in the order of these entries. Node: the
    /// bytes that follow refer to it.
    Await { memory: u64 },
    /// Caller, about no seat: what is written of memory that grows from this byte on. `length` is that of all of it. Node: the same of
    /// any memory that the worker has made.
    Part { memory: u64, length: u64, from: u64, bytes: &'a [u8] },
    /// Caller, about no seat: the content of memory is the object of this name.
    Object { memory: u64, length: u64, name: [u8; 32] },
    /// Caller, about no seat: the memory cannot be had, and why. Node: the same of memory that the worker has made.
    NoMemory { memory: u64, why: &'a str },
    /// Caller, about no seat: nobody refers to the memory any more. Node: memory that the worker has made is not referred to for now.
    Forget { memory: u64 },
    /// Node: the worker has got memory that it was to wait for, or was told that it cannot be had.
    MemoryCame,
    /// Node, about no seat: the object of memory could not be fetched, and why. If it is missing, workers still wait for it.
    NotFetched { memory: u64, is_missing: bool, why: &'a str },
    /// Node: a line that the worker has written.
    Line { line: &'a [u8] },
    /// Node: for so many nanoseconds the worker has worked for the answers that follow.
    Worked { nanos: u64 },
    /// Node: it has not the executable of the program, and the caller is to put it on the server.
    Wanted,
    /// Caller: the executable is there.
    Stored,
    /// Caller: it cannot be put there, and why.
    NotStored { why: &'a str },
}

/// Bytes that are no entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Bytes before the content of an entry.
pub(super) const HEAD: usize = 13;

/// Begins an entry of the next bytes of a stream, which are appended to `out`.
pub(super) fn begin_data(seat: u64, out: &mut Vec<u8>) {
    Entry::Data { bytes: &[] }.write(seat, out);
}

/// Ends the entry that was begun at the byte `start` of `out`. Without content, it is taken back.
pub(super) fn end_data(start: usize, out: &mut Vec<u8>) {
    let length = out.len().saturating_sub(start + HEAD);
    if length == 0 {
        out.truncate(start);
    } else if let Some(field) = out.get_mut(start + HEAD - 4..start + HEAD) {
        field.copy_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    }
}

impl<'a> Entry<'a> {
    /// Appends the entry.
    pub(crate) fn write(&self, seat: u64, out: &mut Vec<u8>) {
        let (number, joined);
        let (kind, content): (u8, &[u8]) = match self {
            Self::Open { setup, program } => {
                joined = join(&[setup.len() as u64], &[*setup, *program].concat());
                (0, &joined)
            }
            Self::Placed => (1, &[]),
            Self::Refused { why } => (2, why.as_bytes()),
            Self::Data { bytes } => (3, bytes),
            Self::Finished => (4, &[]),
            Self::Credit { passed } => {
                number = passed.to_le_bytes();
                (5, &number)
            }
            Self::Command { command } => (6, command),
            Self::Report { report } => (7, report),
            Self::Ended { end } => (8, end),
            Self::Released => (9, &[]),
            Self::Await { memory } => {
                number = memory.to_le_bytes();
                (10, &number)
            }
            Self::Part { memory, length, from, bytes } => {
                joined = join(&[*memory, *length, *from], bytes);
                (11, &joined)
            }
            Self::Object { memory, length, name } => {
                joined = join(&[*memory, *length], name);
                (12, &joined)
            }
            Self::NoMemory { memory, why } => {
                joined = join(&[*memory], why.as_bytes());
                (13, &joined)
            }
            Self::Forget { memory } => {
                number = memory.to_le_bytes();
                (14, &number)
            }
            Self::MemoryCame => (15, &[]),
            Self::NotFetched { memory, is_missing, why } => {
                joined = join(&[*memory, u64::from(*is_missing)], why.as_bytes());
                (16, &joined)
            }
            Self::Line { line } => (30, line),
            Self::Worked { nanos } => {
                number = nanos.to_le_bytes();
                (31, &number)
            }
            Self::Wanted => (20, &[]),
            Self::Stored => (21, &[]),
            Self::NotStored { why } => (22, why.as_bytes()),
        };
        out.push(kind);
        out.extend_from_slice(&seat.to_le_bytes());
        out.extend_from_slice(&u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend_from_slice(content);
    }

    fn read(kind: u8, content: &'a [u8]) -> Result<Self, Malformed> {
        let nothing = |entry| if content.is_empty() { Ok(entry) } else { Err(Malformed) };
        match kind {
            0 => {
                let ([length], rest) = split(content)?;
                let length = usize::try_from(length).map_err(|_| Malformed)?;
                let (setup, program) = rest.split_at_checked(length).ok_or(Malformed)?;
                Ok(Self::Open { setup, program })
            }
            1 => nothing(Self::Placed),
            2 => Ok(Self::Refused { why: text(content)? }),
            3 => Ok(Self::Data { bytes: content }),
            4 => nothing(Self::Finished),
            5 => Ok(Self::Credit { passed: only_number(content)? }),
            6 => Ok(Self::Command { command: content }),
            7 => Ok(Self::Report { report: content }),
            8 => Ok(Self::Ended { end: content }),
            9 => nothing(Self::Released),
            10 => Ok(Self::Await { memory: only_number(content)? }),
            11 => {
                let ([memory, length, from], bytes) = split(content)?;
                Ok(Self::Part { memory, length, from, bytes })
            }
            12 => {
                let ([memory, length], name) = split(content)?;
                Ok(Self::Object { memory, length, name: name.try_into().map_err(|_| Malformed)? })
            }
            13 => {
                let ([memory], why) = split(content)?;
                Ok(Self::NoMemory { memory, why: text(why)? })
            }
            14 => Ok(Self::Forget { memory: only_number(content)? }),
            15 => nothing(Self::MemoryCame),
            16 => {
                let ([memory, is_missing], why) = split(content)?;
                Ok(Self::NotFetched { memory, is_missing: is_missing != 0, why: text(why)? })
            }
            30 => Ok(Self::Line { line: content }),
            31 => Ok(Self::Worked { nanos: only_number(content)? }),
            20 => nothing(Self::Wanted),
            21 => nothing(Self::Stored),
            22 => Ok(Self::NotStored { why: text(content)? }),
            _ => Err(Malformed),
        }
    }
}

fn join(numbers: &[u64], rest: &[u8]) -> Vec<u8> {
    let mut joined: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    joined.extend_from_slice(rest);
    joined
}

fn split<const N: usize>(content: &[u8]) -> Result<([u64; N], &[u8]), Malformed> {
    let (head, rest) = content.split_at_checked(8 * N).ok_or(Malformed)?;
    let mut words = head.chunks_exact(8);
    let numbers = std::array::from_fn(|_| {
        words.next().and_then(|word| word.try_into().ok()).map_or(0, u64::from_le_bytes)
    });
    Ok((numbers, rest))
}

fn only_number(content: &[u8]) -> Result<u64, Malformed> {
    match split(content)? {
        ([number], []) => Ok(number),
        _ => Err(Malformed),
    }
}

fn text(content: &[u8]) -> Result<&str, Malformed> {
    std::str::from_utf8(content).map_err(|_| Malformed)
}

/// Reads the entries of a bundle, each with its seat.
#[derive(Clone, Debug)]
pub(crate) struct Entries<'a>(pub(crate) &'a [u8]);

impl<'a> Entries<'a> {
    fn take(&mut self) -> Result<(u64, Entry<'a>), Malformed> {
        let (head, rest) = self.0.split_first_chunk::<HEAD>().ok_or(Malformed)?;
        let seat = u64::from_le_bytes(*head[1..9].first_chunk().ok_or(Malformed)?);
        let length = u32::from_le_bytes(*head[9..].first_chunk().ok_or(Malformed)?);
        let length = usize::try_from(length).map_err(|_| Malformed)?;
        let (content, rest) = rest.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok((seat, Entry::read(head[0], content)?))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<(u64, Entry<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let entry = self.take();
        if entry.is_err() {
            self.0 = &[];
        }
        Some(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Entry<'_>; 22] = [
        Entry::Open { setup: b"setup", program: b"program" },
        Entry::Placed,
        Entry::Refused { why: "nö" },
        Entry::Data { bytes: &[0, 1, 2] },
        Entry::Finished,
        Entry::Credit { passed: u64::MAX },
        Entry::Command { command: &[5] },
        Entry::Report { report: &[] },
        Entry::Ended { end: &[1; 300] },
        Entry::Released,
        Entry::Await { memory: 1 << 50 },
        Entry::Part { memory: 3, length: 4 << 20, from: 64, bytes: &[7; 40] },
        Entry::Object { memory: u64::MAX, length: 1 << 33, name: [9; 32] },
        Entry::NoMemory { memory: 0, why: "voll: ö" },
        Entry::Forget { memory: 8 },
        Entry::MemoryCame,
        Entry::NotFetched { memory: 5, is_missing: true, why: "" },
        Entry::Line { line: b"half a line" },
        Entry::Worked { nanos: 1 },
        Entry::Wanted,
        Entry::Stored,
        Entry::NotStored { why: "full" },
    ];

    #[test]
    fn entries_are_read_as_they_were_written() {
        let mut bundle = Vec::new();
        for (seat, entry) in (1 << 40..).zip(ALL) {
            entry.write(seat, &mut bundle);
        }
        let read: Vec<_> = Entries(&bundle).map(Result::unwrap).collect();
        assert_eq!(read, (1 << 40..).zip(ALL).collect::<Vec<_>>());
        let last = Entries(&bundle[..bundle.len() - 1]).last();
        assert_eq!(last, Some(Err(Malformed)));
    }

    proptest! {
        #[test]
        fn any_bytes_end(any in proptest::collection::vec(any::<u8>(), 0..300)) {
            let read: Vec<_> = Entries(&any).collect();
            prop_assert!(read.len() <= any.len() / HEAD + 1);
            prop_assert!(read.iter().rev().skip(1).all(Result::is_ok));
        }
    }
}
