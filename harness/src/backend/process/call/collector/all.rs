//! Collectors of calls that return all results at once.

use super::collect::ResultCollector;
use super::in_order::InOrder;
use crate::error::Error;

/// All results, failures among them.
pub(crate) struct CollectAll<R>(InOrder<Result<R, Error>>);

impl<R> CollectAll<R> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(InOrder::with_capacity(capacity))
    }

    /// The results, with the error in place of each that is missing.
    pub(crate) fn into_results(mut self, error: impl Fn(u64) -> Error) -> Vec<Result<R, Error>> {
        self.0.fill_missing(|index| Err(error(index)));
        self.0.done
    }
}

impl<R> ResultCollector<R> for CollectAll<R> {
    fn take(&mut self, inputs: usize) {
        self.0.taken += inputs;
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, _: usize) {
        self.0.put(index, result);
    }

    #[inline]
    fn held(&self) -> usize {
        self.0.missing()
    }

    fn fill_missing(&mut self, error: impl Fn(u64) -> Error) {
        self.0.fill_missing(|index| Err(error(index)));
    }
}

/// All results of a call that ends with its first failure.
pub(crate) struct FailFast<R> {
    results: InOrder<R>,
    /// The failure with the lowest index, which a plain loop would have met first.
    failed: Option<Error>,
}

impl<R> FailFast<R> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { results: InOrder::with_capacity(capacity), failed: None }
    }

    pub(crate) fn into_results(self, missing: impl Fn(u64) -> Error) -> Result<Vec<R>, Error> {
        match self.failed {
            Some(error) => Err(error),
            None if self.results.missing() > 0 => Err(missing(self.results.done.len() as u64)),
            None => Ok(self.results.done),
        }
    }
}

impl<R> ResultCollector<R> for FailFast<R> {
    fn take(&mut self, inputs: usize) {
        self.results.taken += inputs;
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, _: usize) {
        match result {
            Ok(value) => self.results.put(index, value),
            Err(error) => {
                if self.failed.as_ref().is_none_or(|known| known.index() > Some(index)) {
                    self.failed = Some(error);
                }
            }
        }
    }

    #[inline]
    fn put_good(&mut self, index: u64, value: R, _: usize) {
        self.results.put(index, value);
    }

    #[inline]
    fn held(&self) -> usize {
        self.results.missing()
    }

    #[inline]
    fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    fn fill_missing(&mut self, error: impl Fn(u64) -> Error) {
        let index = self.results.done.len() as u64;
        self.failed.get_or_insert_with(|| error(index));
    }
}

#[cfg(test)]
#[path = "all_tests.rs"]
mod tests;
