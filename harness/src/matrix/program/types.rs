//! A type in a format: the compiler's verdict, and what happens to its samples.

use crate::backend::{Pool, Spawn};
use crate::error::Error;
use crate::format::Codec;
use crate::matrix::{Difference, Outcome};
use crate::observe::conformance;
use crate::panics;
use crate::sendable::Sendable;
use crate::task::code::{CodeProof, Unproven};
use crate::task::{Closure, RemoteTask, Sealed, Task};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::TypeId;
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::slice::from_ref;
use std::time::Duration;

/// Only reached in case of a hang.
const PATIENCE: Duration = Duration::from_secs(30);

/// The bounds of a type in a row of types. Whether it is `Sendable` is found out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a row of `wirecheck::matrix!`",
    label = "needs `Serialize`, `Deserialize`, `PartialEq` and `Debug`",
    note = "samples are encoded, decoded and compared, and differences are printed: derive these traits"
)]
pub trait Value: Serialize + DeserializeOwned + PartialEq + Debug + 'static {}
impl<T: Serialize + DeserializeOwned + PartialEq + Debug + 'static> Value for T {}

/// The code of a closure without captures: it makes the same samples each time it is called, also in a worker.
pub trait Samples<T>: Fn(&(), ()) -> Vec<T> + Copy + Send + Sync + 'static {}
impl<T, S: Fn(&(), ()) -> Vec<T> + Copy + Send + Sync + 'static> Samples<T> for S {}

/// A type, a format and samples. `cell()` knows whether the first is `Sendable` in the second.
///
/// There are two such methods, one here where the bounds hold and one in [`RefusedType`] for the rest: rustc takes the first
/// that fits, as in [`probe!`](crate::probe).
pub struct TypeIn<T, F, S> {
    name: &'static str,
    written: &'static str,
    samples: Closure<(), S>,
    of: PhantomData<fn() -> (T, F)>,
}

/// `name` and `written` are what the author wrote for the type and for the format.
pub fn type_in<T: Value, F: Codec, S: Samples<T>>(
    name: &'static str,
    written: &'static str,
    _: PhantomData<T>,
    _: PhantomData<F>,
    samples: Closure<(), S>,
) -> TypeIn<T, F, S> {
    TypeIn { name, written, samples, of: PhantomData }
}

impl<T: Value + Sendable<F>, F: Codec, S: Samples<T>> TypeIn<T, F, S> {
    /// The cell of a type that the compiler accepts.
    pub fn cell(self) -> TypeCell {
        let samples = self.samples;
        self.with(true, move || accepted::<T, F>(&|| samples.call(())))
    }
}

/// [`TypeIn::cell`] where the compiler refuses the type.
pub trait RefusedType {
    /// The cell of a type that the compiler refuses.
    fn cell(self) -> TypeCell;
}

impl<T: Value, F: Codec, S: Samples<T>> RefusedType for TypeIn<T, F, S> {
    fn cell(self) -> TypeCell {
        let samples = self.samples;
        self.with(false, move || refused::<T, F, S>(samples))
    }
}

impl<T: Value, F: Codec, S: Samples<T>> TypeIn<T, F, S> {
    fn with(self, accepted: bool, run: impl Fn() -> Outcome + Send + Sync + 'static) -> TypeCell {
        let samples = self.samples;
        TypeCell {
            name: self.name,
            format: F::NAME,
            written: self.written,
            key: TypeId::of::<T>(),
            accepted,
            samples: Box::new(move || samples.call(()).len()),
            run: Box::new(run),
        }
    }
}

/// A type in a format, ready to be tried; [`matrix!`](crate::matrix!) makes them from the rows of `types`.
pub struct TypeCell {
    pub(super) name: &'static str,
    pub(super) format: &'static str,
    /// The format as the author wrote it.
    pub(super) written: &'static str,
    pub(super) key: TypeId,
    pub(super) accepted: bool,
    pub(super) samples: Box<dyn Fn() -> usize + Send + Sync>,
    pub(super) run: Box<dyn Fn() -> Outcome + Send + Sync>,
}

impl TypeCell {
    /// Whether the compiler accepts the type in the format.
    pub fn accepted(&self) -> bool {
        self.accepted
    }
}

impl fmt::Display for TypeCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "types::{}::{}", self.name, self.format)
    }
}

impl Debug for TypeCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypeCell")
            .field("name", &self.name)
            .field("format", &self.format)
            .field("accepted", &self.accepted)
            .finish_non_exhaustive()
    }
}

/// What happened to one value in the codec.
enum Trip {
    Back(Option<Difference>),
    NotWritten(String),
    NotRead(String),
}

fn trip<F: Codec, W: Serialize + ?Sized, T: Value>(written: &W, same: &[T], read: ReadBack<T>) -> Trip {
    let bytes = match F::encode_to_vec(written) {
        Ok(bytes) => bytes,
        Err(error) => return Trip::NotWritten(error.to_string()),
    };
    match read(&bytes) {
        Ok(back) => Trip::Back(Difference::first(same, &back)),
        Err(error) => Trip::NotRead(error),
    }
}

type ReadBack<T> = fn(&[u8]) -> Result<Vec<T>, String>;

fn alone<T: Value, F: Codec>(bytes: &[u8]) -> Result<Vec<T>, String> {
    F::decode::<T>(bytes).map(|value| vec![value]).map_err(|error| error.to_string())
}

fn in_list<T: Value, F: Codec>(bytes: &[u8]) -> Result<Vec<T>, String> {
    F::decode::<Vec<T>>(bytes).map_err(|error| error.to_string())
}

/// Nothing was tried.
pub(super) const NO_SAMPLES: &str = "there are no samples";

/// Encodes and decodes each sample alone, and twice in a list, where a value that is read from the wrong position shows.
fn trips<T: Value, F: Codec>(samples: &dyn Fn() -> Vec<T>, mut each: impl FnMut(usize, &'static str, Trip)) {
    // Not every type is `Clone`, so the second of each is made anew.
    for (at, (value, again)) in samples().into_iter().zip(samples()).enumerate() {
        each(at, "alone", trip::<F, T, T>(&value, from_ref(&value), alone::<T, F>));
        let pair = vec![value, again];
        each(at, "in a `Vec`", trip::<F, Vec<T>, T>(&pair, &pair, in_list::<T, F>));
    }
}

/// Tries what `Sendable` promises, in this process and with another one.
fn accepted<T: Value + Sendable<F>, F: Codec>(samples: &dyn Fn() -> Vec<T>) -> Outcome {
    match panics::catch(|| promised::<T, F>(samples).unwrap_or_else(|| here::<T, F>(samples))) {
        Err(info) => Outcome::Failed { error: format!("an impl of the type itself {info}") },
        Ok(Outcome::Pass) => across::<T, F>(samples),
        // A value that the format refuses must be refused when it is sent to another process, too, and the others not.
        Ok(Outcome::Refused { error }) => match across::<T, F>(samples) {
            Outcome::Refused { .. } => Outcome::Refused { error },
            Outcome::Pass => Outcome::Failed {
                error: format!("refused while it is encoded here ({error}), but sent to a process"),
            },
            other => other,
        },
        Ok(other) => other,
    }
}

/// What is wrong if a sample is not written as the type promises.
fn promised<T: Value + Sendable<F>, F: Codec>(samples: &dyn Fn() -> Vec<T>) -> Option<Outcome> {
    samples().iter().enumerate().find_map(|(at, value)| {
        let error = conformance::<T, F>(value).err()?;
        Some(Outcome::Failed { error: format!("sample {at}: {error}") })
    })
}

fn here<T: Value, F: Codec>(samples: &dyn Fn() -> Vec<T>) -> Outcome {
    let (mut seen, mut refused, mut bad) = (0, None, None);
    trips::<T, F>(samples, |at, place, trip| {
        seen += 1;
        match trip {
            Trip::Back(None) => {}
            Trip::Back(Some(difference)) => {
                bad.get_or_insert(Outcome::Wrong(Difference { index: at, ..difference }));
            }
            Trip::NotWritten(error) => {
                refused.get_or_insert(Outcome::Refused { error });
            }
            Trip::NotRead(error) => {
                let error = format!("sample {at}, {place}, was encoded and cannot be decoded: {error}");
                bad.get_or_insert(Outcome::Failed { error });
            }
        }
    });
    if seen == 0 {
        return Outcome::Failed { error: NO_SAMPLES.to_owned() };
    }
    bad.or(refused).unwrap_or(Outcome::Pass)
}

/// The task that does nothing: its result was sent to another process and back.
fn same<T>(value: T) -> T {
    value
}

fn across<T: Value + Sendable<F>, F: Codec>(samples: &dyn Fn() -> Vec<T>) -> Outcome {
    let results = Pool::<F>::in_format()
        .workers(1)
        .task_timeout(PATIENCE)
        .build()
        .and_then(|pool| pool.try_map(same::<T>, samples()));
    let results = match results {
        Ok(results) => results,
        Err(error) => return Outcome::Failed { error: error.to_string() },
    };
    let mut refused = None;
    for (index, (value, result)) in samples().iter().zip(results).enumerate() {
        match result {
            Ok(back) => {
                if let Some(difference) = Difference::first(from_ref(value), from_ref(&back)) {
                    return Outcome::Wrong(Difference { index, ..difference });
                }
            }
            Err(error) if error.is_encode() => {
                refused.get_or_insert(Outcome::Refused { error: error.to_string() });
            }
            Err(error) => return Outcome::Failed { error: error.to_string() },
        }
    }
    refused.unwrap_or(Outcome::Pass)
}

/// What happens to a type that the compiler refuses. It is tried in a separate process, because it may do anything.
fn refused<T: Value, F: Codec, S: Samples<T>>(samples: Closure<(), S>) -> Outcome {
    let ending = Spawn::<F>::in_format()
        .workers(1)
        .task_timeout(PATIENCE)
        .build()
        .and_then(|spawn| spawn.map(Anyway::<T, F, S>(samples, PhantomData), [()]))
        .map_or_else(|error| trouble(&error), |mut endings| endings.pop().unwrap_or_default());
    Outcome::Refused { error: format!("{BY_THE_COMPILER}; encoded anyway, {ending}") }
}

/// The words for a type or a task that is refused at compile time.
pub(super) const BY_THE_COMPILER: &str = "by the compiler";

/// Without the numbers of the process.
fn trouble(error: &Error) -> String {
    match error.signal() {
        Some(signal) => format!("it ends its process by {signal}"),
        None if error.is_timeout() => format!("it does not end within {} s", PATIENCE.as_secs()),
        None if error.is_panic() => "it panics".to_owned(),
        None => error.to_string(),
    }
}

/// [`anyway`] as a task. The samples are made where it runs: they cannot be sent.
struct Anyway<T, F, S>(Closure<(), S>, PhantomData<fn() -> (T, F)>);

/// The marker of [`Anyway`].
struct Sampled;

impl<T: Value, F: Codec, S: Samples<T>> Task<(), String, Sampled> for Anyway<T, F, S> {
    fn call(&self, (): ()) -> String {
        anyway::<T, F>(&|| self.0.call(()))
    }

    fn name() -> &'static str {
        std::any::type_name::<S>()
    }
}

impl<T: Value, F: Codec, S: Samples<T>> Sealed<(), String, Sampled> for Anyway<T, F, S> {}

impl<T: Value, F: Codec, S: Samples<T>> RemoteTask<F, (), String, Sampled> for Anyway<T, F, S> {
    type Code = S;
    type Captures = ();

    fn captures(&self) -> &() {
        self.0.captures()
    }

    fn code() -> Result<CodeProof<S>, Unproven> {
        Ok(CodeProof::of_closure())
    }

    fn call_with(code: &S, captures: &(), (): ()) -> String {
        anyway::<T, F>(&|| code(captures, ()))
    }
}

/// The worst that happens to a sample, without its value: a map prints in another order every time.
fn anyway<T: Value, F: Codec>(samples: &dyn Fn() -> Vec<T>) -> String {
    const BACK: &str = "every sample comes back equal: the rule is stricter than these samples need";
    let (mut worst, mut ending) = (0, BACK.to_owned());
    trips::<T, F>(samples, |at, place, trip| {
        let (weight, what) = match trip {
            Trip::Back(None) => return,
            Trip::NotWritten(error) => (1, format!("sample {at}, {place}, cannot be encoded: {error}")),
            Trip::NotRead(error) => (2, format!("sample {at}, {place}, cannot be decoded: {error}")),
            Trip::Back(Some(_)) => (3, format!("sample {at}, {place}, comes back as another value")),
        };
        if weight > worst {
            (worst, ending) = (weight, what);
        }
    });
    ending
}

#[cfg(all(test, feature = "bincode"))]
#[path = "types_tests.rs"]
mod tests;
