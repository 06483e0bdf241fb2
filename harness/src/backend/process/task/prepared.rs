//! A typed task becomes an erased one.

use super::encode::{pack, pack_input};
use crate::backend::{Phase, Stopwatch};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::table::Table;
use crate::task::{RemoteTask, StatelessCode, admit, remote};
use crate::trace::CallSpan;
use crate::transfer::{EncodedValue, Store};
use crate::wire::{Failure, trace};
use std::any::TypeId;
use std::marker::PhantomData;
use std::sync::Arc;

/// A task without its type: its name, and the bytes that tell a worker which task it is.
///
/// The type parameters are the format, the input and the result, so that results are decoded as what the task returns.
pub(crate) struct PreparedTask<F, A, R> {
    pub(crate) name: &'static str,
    /// Its number in the table and its captures: the body of a `LOAD` frame.
    pub(crate) load: EncodedValue,
    /// That of its call.
    pub(crate) span: CallSpan,
    values: PhantomData<fn(A) -> (F, R)>,
}

/// What a task is prepared with. A pool gives it out while it takes tasks.
#[derive(Debug)]
pub(crate) struct Admission<'a> {
    /// Where large captures go.
    pub(crate) store: &'a Arc<Store>,
    pub(crate) stopwatch: Option<&'a Stopwatch>,
    pub(crate) of: Preparing,
    /// The name of the backend.
    pub(crate) backend: &'static str,
}

/// What a task is prepared for, which an error names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Preparing {
    /// A call with any number of inputs.
    Call,
    /// A job, which has one.
    Job,
    /// What every worker runs first.
    Initializer,
}

impl<F: Codec, A: Sendable<F>, R: Sendable<F>> PreparedTask<F, A, R> {
    /// Erases the type of a task. This is the only place that knows it.
    ///
    /// # Errors
    /// When the task is a bare closure, or its captures cannot be encoded.
    #[track_caller]
    pub(crate) fn new<K, M>(task: &K, admission: Admission<'_>) -> Result<Self, Error>
    where
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        M: 'static,
    {
        admit::<F, K, A, R, M>()?;
        let name = K::name();
        let span = match admission.of {
            // It belongs to no call.
            Preparing::Initializer => CallSpan::default(),
            Preparing::Call | Preparing::Job => CallSpan::begin(name, admission.backend, F::NAME),
        };
        let load = || {
            let key = remote::key::<F, K, A, R, M>().map_err(|unproven| unproven.into_error(None))?;
            let number = task_number(key)?;
            pack::<F>(admission.store, "captures", |body| {
                span.write(number, body);
                trace::encode::<F, K::Captures>(task.captures(), body)
                    .map_err(|error| Failure::encode("captures", error))
            })
        };
        let load = match admission.stopwatch {
            Some(stopwatch) => stopwatch.time(Phase::Encode, load),
            None => load(),
        };
        let load = load.map_err(|error| match admission.of {
            Preparing::Call => error,
            Preparing::Job => error.at(name, 0),
            Preparing::Initializer => error.of_initializer(name),
        })?;
        Ok(Self { name, load, span, values: PhantomData })
    }

    /// An encoded input of it. The input is dropped here, where its drop may panic.
    pub(crate) fn pack_input(&self, input: A, store: &Arc<Store>) -> Result<EncodedValue, Error> {
        pack_input::<F, A>(input, store)
    }
}

fn task_number(key: TypeId) -> Result<u32, Error> {
    Table::get().number(key).ok_or_else(|| {
        Error::refused(
            "the table of tasks does not hold this task: sending code to processes is supported on Linux \
             for x86_64 and aarch64; use `Thread` on other targets",
        )
    })
}
