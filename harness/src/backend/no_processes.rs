//! Where worker processes are not supported: the same names as of `process`, for `Pool` and `Spawn` to be written once.
//!
//! The types without values say that none of this runs: the only way in is [`Config`], of which there is none.

use super::stats::Counts;
use super::{Phases, Stopwatch};
use crate::error::{Error, Kind};
use crate::format::Codec;
use crate::progress::Hook;
use crate::task::RemoteTask;
use std::marker::PhantomData;
use std::sync::Arc;

/// Settings of a backend that cannot be built.
#[derive(Clone, Debug)]
pub(crate) enum Config {}

/// The processes of one backend.
#[derive(Debug)]
pub(crate) enum Processes {}

#[derive(Debug)]
pub(crate) enum PoolState {}

#[derive(Clone, Debug)]
pub(crate) enum Initializer {}

/// A task for another process.
pub(crate) struct PreparedTask<F, A, R> {
    never: Config,
    values: PhantomData<fn(A) -> (F, R)>,
}

pub(crate) struct Admission<'a> {
    pub(crate) store: &'a Arc<()>,
    pub(crate) stopwatch: Option<&'a Stopwatch>,
    pub(crate) of: Preparing,
    pub(crate) backend: &'static str,
}

pub(crate) enum Preparing {
    Initializer,
}

impl Counts for PoolState {
    fn counts(&self) -> [u64; 8] {
        match *self {}
    }

    fn phases(&self) -> Phases {
        match *self {}
    }
}

impl Processes {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        match config {}
    }

    pub(crate) fn pool(&self) -> &PoolState {
        match *self {}
    }

    pub(crate) fn submit<F, A, R>(&self, _: PreparedTask<F, A, R>, _: A) -> Result<super::Job<R>, Error> {
        match *self {}
    }

    pub(crate) fn submit_then<F, A, R>(
        &self,
        _: PreparedTask<F, A, R>,
        _: A,
        _: impl FnOnce(R) + Send + 'static,
        _: impl FnOnce(Error) + Send + 'static,
    ) -> Result<(), Error> {
        match *self {}
    }

    pub(crate) fn join(&self) -> Result<(), Error> {
        match *self {}
    }
}

impl PoolState {
    pub(crate) fn start_all(&self) -> Result<(), Error> {
        match *self {}
    }

    pub(crate) fn workers(&self) -> usize {
        match *self {}
    }

    pub(crate) fn resize(&self, _: usize) -> Result<(), Error> {
        match *self {}
    }

    pub(crate) fn admit(&self) -> Result<(), Error> {
        match *self {}
    }

    pub(crate) fn admit_call(&self) -> Result<Admission<'_>, Error> {
        match *self {}
    }

    pub(crate) fn admit_job(&self) -> Result<Admission<'_>, Error> {
        match *self {}
    }

    pub(crate) fn output(&self) -> Vec<(u32, String, String)> {
        match *self {}
    }

    pub(crate) fn close(&self) {
        match *self {}
    }

    pub(crate) fn terminate(&self) {
        match *self {}
    }
}

impl<F: Codec, A, R> PreparedTask<F, A, R> {
    /// # Errors
    /// Always.
    pub(crate) fn new<K, M>(_: &K, _: Admission<'_>) -> Result<Self, Error>
    where
        K: RemoteTask<F, A, R, M>,
    {
        Err(Error::new(Kind::Unsupported))
    }
}

impl Initializer {
    pub(crate) fn store() -> Arc<()> {
        Arc::default()
    }

    pub(crate) fn new<F, R>(task: PreparedTask<F, (), R>) -> Result<Self, Error> {
        match task.never {}
    }
}

pub(crate) fn chunk<T>(items: &[T]) -> &[T] {
    items
}

pub(crate) fn map<F, A, R, I>(
    pool: &PoolState,
    _: &Hook,
    _: PreparedTask<F, A, R>,
    _: I,
) -> Result<Vec<R>, Error> {
    match *pool {}
}

pub(crate) fn try_map<F, A, R, I>(
    pool: &PoolState,
    _: &Hook,
    _: PreparedTask<F, A, R>,
    _: I,
) -> Result<Vec<Result<R, Error>>, Error> {
    match *pool {}
}

pub(crate) fn map_iter<'p, F, A, R, I>(
    pool: &'p PoolState,
    _: &Hook,
    _: PreparedTask<F, A, R>,
    _: I,
) -> impl Iterator<Item = Result<R, Error>> + use<'p, F, A, R, I> {
    std::iter::from_fn(move || match *pool {})
}

pub(crate) fn map_unordered<'p, F, A, R, I>(
    pool: &'p PoolState,
    _: &Hook,
    _: PreparedTask<F, A, R>,
    _: I,
) -> impl Iterator<Item = (usize, Result<R, Error>)> + use<'p, F, A, R, I> {
    std::iter::from_fn(move || match *pool {})
}

#[cfg(test)]
mod tests {
    use crate::{Backend, Bincode, Error, Inline, Pool, Spawn, Thread};

    fn square(x: u64) -> u64 {
        x * x
    }

    fn names_the_platform(error: Error) {
        assert!(error.is_unsupported() && !error.is_refused(), "{error}");
        let text = error.to_string();
        assert!(text.contains(std::env::consts::OS) && text.contains("`Thread`"), "{text}");
    }

    #[test]
    fn pool_and_spawn_name_the_platform() {
        names_the_platform(Pool::new().map(drop).unwrap_err());
        names_the_platform(Spawn::new().map(drop).unwrap_err());
        names_the_platform(crate::pool::shared().map(drop).unwrap_err());
        names_the_platform(crate::spawn(square, 2).map(drop).unwrap_err());
        let builder = Pool::builder().initializer(square_nothing).fault(crate::Fault::Delay, 1);
        names_the_platform(builder.build().map(drop).unwrap_err());
    }

    fn square_nothing() {}

    #[test]
    fn inline_and_thread_run() {
        fn runs(backend: &impl Backend<Bincode>) {
            assert_eq!(backend.map(square, 0..4).unwrap(), [0, 1, 4, 9]);
            let results: Vec<u64> = backend.map_iter(square, 0..4).unwrap().map(Result::unwrap).collect();
            assert_eq!(results, [0, 1, 4, 9]);
            assert_eq!(backend.submit(square, 5).unwrap().join().unwrap(), 25);
        }
        runs(&Inline::new());
        runs(&Thread::new().unwrap());
    }

    #[test]
    fn shared_values_are_shared_by_threads() {
        let shared = crate::Shared::copy_of(&[1_u64, 2, 3, 4]).unwrap();
        let end = shared.slice(2..).unwrap();
        assert_eq!(end.as_ptr(), &raw const shared[2]);
        drop(shared);
        let sums = Thread::new().unwrap().map(|at: usize| end[at] + end.len() as u64, 0..2).unwrap();
        assert_eq!(sums, [5, 6]);
        assert_eq!(*crate::Shared::<[u8]>::default(), []);
        let error = <Bincode as crate::Codec>::encode(&end, &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("there are none on this platform"), "{error}");
    }
}
