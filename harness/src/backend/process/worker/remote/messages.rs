//! What is said about a seat, besides the byte stream of its worker.

use crate::backend::process::worker::contract::{KillIf, Recording, TaskId};
use crate::error::{Error, Exit, pack, put_exit, read_exit, unpack};
use crate::sys::PhaseTotals;
use crate::wire::{Malformed, Reader};
use std::time::Duration;

/// An order to the worker of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatCommand {
    /// To record when tasks start, and where its time goes.
    Record {
        /// When tasks start.
        starts: bool,
        /// Where its time goes.
        phases: bool,
    },
    /// To inject this fault at this input. Number 0 takes it back.
    Fault {
        /// The number of the fault.
        number: u32,
        /// The index of the input.
        at: u64,
    },
    /// To skip those of the first tasks, by their number, that have not begun.
    CancelFirst(u64),
    /// To skip the tasks of this call.
    CancelCall(u32),
    /// To forget that this call was cancelled.
    ForgetCall(u32),
    /// To be killed if that is so when the order arrives.
    KillIf(KillIf),
    /// To be killed.
    Kill,
    /// To say which lines it writes to its standard error.
    Lines,
}

/// What a node says from time to time about a worker that lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeatReport {
    /// The task that it runs.
    pub running: Option<TaskId>,
    /// For how long, if that is recorded.
    pub running_for: Option<Duration>,
    /// How many tasks have begun.
    pub begun: u64,
    /// Its resident memory in bytes.
    pub resident: u64,
    /// Whether it has decided to end.
    pub is_ending: bool,
    /// Where its time went.
    pub(crate) totals: PhaseTotals,
}

/// What a node says about a worker that has ended.
#[derive(Debug)]
pub struct SeatEnd {
    pub(super) exit: Exit,
    /// What it ran last.
    pub(super) report: SeatReport,
    /// The error of the task that it was running.
    pub(super) crash: Error,
    /// The error if it had not greeted.
    pub(super) failed_start: Error,
    /// Whether it was killed by [`SeatCommand::KillIf`].
    pub(super) on_condition: bool,
}

impl SeatCommand {
    pub(super) fn record(Recording { starts, phases }: Recording) -> Self {
        Self::Record { starts, phases }
    }

    /// Appends its bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut put = |kind: u8, words: &[u64]| {
            out.push(kind);
            words.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
        };
        match *self {
            Self::Record { starts, phases } => put(0, &[u64::from(starts), u64::from(phases)]),
            Self::Fault { number, at } => put(1, &[u64::from(number), at]),
            Self::CancelFirst(count) => put(2, &[count]),
            Self::CancelCall(call) => put(3, &[u64::from(call)]),
            Self::ForgetCall(call) => put(4, &[u64::from(call)]),
            Self::Kill => put(5, &[]),
            Self::Lines => put(10, &[]),
            Self::KillIf(KillIf::RunsFor((call, index), time)) => {
                put(6, &[u64::from(call), index, nanos(time)])
            }
            Self::KillIf(KillIf::RunsCall(call)) => put(7, &[u64::from(call)]),
            Self::KillIf(KillIf::StillRuns(None)) => put(8, &[]),
            Self::KillIf(KillIf::StillRuns(Some((call, index)))) => put(9, &[u64::from(call), index]),
        }
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let command = Self::take(&mut reader).ok()?;
        reader.0.is_empty().then_some(command)
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Record { starts: reader.u64()? != 0, phases: reader.u64()? != 0 },
            1 => Self::Fault { number: small(reader)?, at: reader.u64()? },
            2 => Self::CancelFirst(reader.u64()?),
            3 => Self::CancelCall(small(reader)?),
            4 => Self::ForgetCall(small(reader)?),
            5 => Self::Kill,
            10 => Self::Lines,
            6 => Self::KillIf(KillIf::RunsFor(
                (small(reader)?, reader.u64()?),
                Duration::from_nanos(reader.u64()?),
            )),
            7 => Self::KillIf(KillIf::RunsCall(small(reader)?)),
            8 => Self::KillIf(KillIf::StillRuns(None)),
            9 => Self::KillIf(KillIf::StillRuns(Some((small(reader)?, reader.u64()?)))),
            _ => return Err(Malformed),
        })
    }
}

impl SeatReport {
    /// Appends its bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        let (call, index) = self.running.unwrap_or_default();
        let flags = [self.running.is_some(), self.running_for.is_some(), self.is_ending];
        out.extend(flags.map(u8::from));
        let PhaseTotals { moving: [a, b, c], compute, peak } = self.totals;
        let time = self.running_for.map_or(0, nanos);
        for word in [u64::from(call), index, time, self.begun, self.resident, a, b, c, compute, peak] {
            out.extend_from_slice(&word.to_le_bytes());
        }
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let report = Self::take(&mut reader).ok()?;
        reader.0.is_empty().then_some(report)
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let [runs, timed, ends] = reader.bytes::<3>()?;
        let (task, time) = ((small(reader)?, reader.u64()?), Duration::from_nanos(reader.u64()?));
        let (begun, resident) = (reader.u64()?, reader.u64()?);
        let moving = [reader.u64()?, reader.u64()?, reader.u64()?];
        let totals = PhaseTotals { moving, compute: reader.u64()?, peak: reader.u64()? };
        Ok(Self {
            running: (runs != 0).then_some(task),
            running_for: (timed != 0).then_some(time),
            begun,
            resident,
            is_ending: ends != 0,
            totals,
        })
    }
}

impl SeatEnd {
    /// Appends its bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        put_exit(out, self.exit);
        out.push(u8::from(self.on_condition));
        self.report.write(out);
        for error in [&self.crash, &self.failed_start] {
            let error = pack(error);
            out.extend_from_slice(&(error.len() as u32).to_le_bytes());
            out.extend_from_slice(&error);
        }
    }

    /// Reads what [`write`](Self::write) wrote; `None` if these bytes are something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let end = Self::take(&mut reader).ok()?;
        reader.0.is_empty().then_some(end)
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let exit = read_exit(reader)?;
        let on_condition = reader.byte()? != 0;
        let report = SeatReport::take(reader)?;
        let (crash, failed_start) = (error(reader)?, error(reader)?);
        Ok(Self { exit, report, crash, failed_start, on_condition })
    }
}

/// The same error once more: a worker may have run more than one task that fails with it.
pub(super) fn copy(error: &Error) -> Error {
    unpack(&mut Reader(&pack(error))).unwrap_or_else(|_| error.repeated())
}

fn error(reader: &mut Reader<'_>) -> Result<Error, Malformed> {
    let length = reader.u32()? as usize;
    let (packed, rest) = reader.0.split_at_checked(length).ok_or(Malformed)?;
    reader.0 = rest;
    let mut packed = Reader(packed);
    let error = unpack(&mut packed)?;
    if packed.0.is_empty() { Ok(error) } else { Err(Malformed) }
}

fn small(reader: &mut Reader<'_>) -> Result<u32, Malformed> {
    reader.u64()?.try_into().map_err(|_| Malformed)
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "messages_tests.rs"]
mod tests;
