//! A task that has cost each of its workers, as bytes.

use super::connection::Unanswered;
use crate::error::Error;
use crate::task::table::Table;
use crate::trace::TaskOrigin;
use crate::transfer::{EncodedValue, Payload};
use crate::wire::Reader;

/// A task whose workers have died in all of its attempts.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "_cluster"),
    allow(unreachable_pub, dead_code, reason = "its only user outside is not compiled")
)]
pub struct DeadTask {
    /// Its name.
    pub name: &'static str,
    /// The wire format of its values.
    pub format: &'static str,
    /// The index of its input.
    pub index: u64,
    /// Its number among the tasks of the build, and its captures.
    pub load: Vec<u8>,
    /// Its input.
    pub input: Vec<u8>,
    /// The error of each attempt.
    pub errors: Vec<Error>,
}

impl DeadTask {
    /// `None` if some of it is in the memory of this process only.
    pub(in crate::backend::process) fn new(
        task: &Unanswered,
        format: &'static str,
        load: &EncodedValue,
        errors: Vec<Error>,
    ) -> Option<Self> {
        let load = bytes(load)?;
        let (number, _) = TaskOrigin::read(&mut Reader(&load)).ok()?;
        let (entry, _) = Table::get().entry(number)?;
        Some(Self { name: entry.name, format, index: task.index, load, input: bytes(&task.input)?, errors })
    }
}

fn bytes(value: &EncodedValue) -> Option<Vec<u8>> {
    if !value.regions.is_empty() {
        return None;
    }
    Some(match &value.body {
        Payload::Inline(bytes) => bytes.clone(),
        Payload::OutOfBand(buffer) => buffer.bytes().to_vec(),
    })
}
