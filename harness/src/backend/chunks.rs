//! `map_chunks`: a task that takes a part of a list and gives a list, for whom a call a value would be too many.

use super::process::{Outgoing, PreparedTask, map};
use super::{Inline, Pool, Spawn, Thread};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode, Task};
use crate::transfer::FrameSink;
use crate::wire::{Failure, trace};

/// The parts of a list, as equal as can be, in its order. There are no empty ones.
fn parts<T>(items: &[T], jobs: usize) -> Result<impl Iterator<Item = &[T]>, Error> {
    if jobs == 0 {
        return Err(Error::refused("a list cannot be handled in 0 jobs: give at least 1"));
    }
    let jobs = jobs.min(items.len());
    let (each, longer) =
        (items.len().checked_div(jobs).unwrap_or(0), items.len().checked_rem(jobs).unwrap_or(0));
    let mut rest = items;
    Ok((0..jobs).map(move |at| {
        let (part, after) = rest.split_at(each + usize::from(at < longer));
        rest = after;
        part
    }))
}

fn joined<R>(lists: Vec<Vec<R>>) -> Vec<R> {
    let mut lists = lists.into_iter();
    // The first one's memory may do: with one job there is nothing to copy.
    let Some(mut all) = lists.next() else { return Vec::new() };
    all.reserve(lists.as_slice().iter().map(Vec::len).sum());
    lists.for_each(|mut list| all.append(&mut list));
    all
}

/// A part of the caller's list, which is written as the task's own list will be, without being one.
struct Part<'a, T>(&'a [T]);

impl<F, T> Outgoing<F, Vec<T>> for Part<'_, T>
where
    F: Codec,
    T: Sendable<F>,
{
    fn write_into(self, out: &mut FrameSink) -> Result<(), Box<Failure>> {
        trace::encode::<F, &[T]>(&self.0, out).map_err(|error| Failure::encode("input", error))
    }
}

macro_rules! in_processes {
    ($($backend:ident: $example:literal;)*) => {$(
        impl<F: Codec> $backend<F> {
            /// Cuts `items` into `jobs` parts of about the same length, gives each to `task` as a whole, and joins the lists
            /// that it returns, in order. The parts are encoded where they are; with less than `jobs` items there are as many
            /// parts as items.
            ///
            /// ```no_run
            #[doc = $example]
            /// # Ok::<(), wirecheck::Error>(())
            /// ```
            ///
            /// # Errors
            /// The first failed part's, with its number as the index. No jobs at all.
            #[track_caller]
            pub fn map_chunks<K, T, R, M>(&self, task: K, items: &[T], jobs: usize) -> Result<Vec<R>, Error>
            where
                K: RemoteTask<F, Vec<T>, Vec<R>, M>,
                K::Captures: Sendable<F>,
                F: StatelessCode<K::Code>,
                T: Sendable<F>,
                Vec<T>: Sendable<F>,
                R: 'static,
                Vec<R>: Sendable<F>,
                M: 'static,
            {
                let parts = parts(items, jobs)?.map(Part);
                let pool = self.processes.pool();
                let task = PreparedTask::<F, Vec<T>, Vec<R>>::new(&task, pool.admit_call()?)?;
                map(pool, &self.hook, task, parts).map(joined)
            }
        }
    )*};
}

in_processes! {
    Pool: "let squares = wirecheck::Pool::new()?.map_chunks(\n    wirecheck::closure!(|part: Vec<u64>| part.into_iter().map(|x| x * x).collect::<Vec<_>>()),\n    &[1, 2, 3, 4, 5],\n    2,\n)?;\nassert_eq!(squares, [1, 4, 9, 16, 25]);";
    Spawn: "let even = wirecheck::Spawn::new()?.map_chunks(\n    wirecheck::closure!(|part: Vec<u64>| part.into_iter().filter(|x| x % 2 == 0).collect::<Vec<_>>()),\n    &[1, 2, 3, 4, 5],\n    2,\n)?;\nassert_eq!(even, [2, 4]);";
}

impl Thread {
    /// Cuts `items` into `jobs` parts of about the same length, gives each to `task` as a whole, and joins the lists that it
    /// returns, in order.
    ///
    /// ```
    /// let threads = wirecheck::Thread::new()?;
    /// let doubled = threads.map_chunks(|part: Vec<u64>| part.iter().map(|x| x * 2).collect::<Vec<_>>(), &[1, 2, 3], 2)?;
    /// assert_eq!(doubled, [2, 4, 6]);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// The first failed part's, with its number as the index. No jobs at all.
    pub fn map_chunks<K, T, R, M>(&self, task: K, items: &[T], jobs: usize) -> Result<Vec<R>, Error>
    where
        K: Task<Vec<T>, Vec<R>, M> + Sync,
        T: Clone + Send,
        R: Send,
    {
        let parts: Vec<Vec<T>> = parts(items, jobs)?.map(<[T]>::to_vec).collect();
        self.map(task, parts).map(joined)
    }
}

impl Inline {
    /// Cuts `items` into `jobs` parts of about the same length, gives each to `task` as a whole, and joins the lists that it
    /// returns, in order.
    ///
    /// ```
    /// let inline = wirecheck::Inline::new();
    /// let lens = inline.map_chunks(|part: Vec<&str>| vec![part.len()], &["a", "b", "c"], 2)?;
    /// assert_eq!(lens, [2, 1]);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// The first failed part's, with its number as the index. No jobs at all.
    pub fn map_chunks<K, T, R, M>(&self, task: K, items: &[T], jobs: usize) -> Result<Vec<R>, Error>
    where
        K: Task<Vec<T>, Vec<R>, M>,
        T: Clone,
    {
        self.map(task, parts(items, jobs)?.map(<[T]>::to_vec)).map(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_are_all_of_it_in_order_and_about_equal() {
        for len in 0..40 {
            let items: Vec<usize> = (0..len).collect();
            for jobs in 1..50 {
                let parts: Vec<&[usize]> = parts(&items, jobs).map(Iterator::collect).unwrap_or_default();
                assert_eq!(parts.concat(), items);
                assert_eq!(parts.len(), jobs.min(len));
                let lens = || parts.iter().map(|part| part.len());
                assert!(lens().max().unwrap_or(0) <= lens().min().unwrap_or(0) + 1);
                assert!(lens().all(|len| len > 0));
            }
        }
    }

    #[test]
    fn no_jobs_are_refused() {
        assert!(parts(&[1], 0).is_err_and(|error| error.to_string().contains("0 jobs")));
    }
}
