//! `map_chunks`: a task takes a part of a list and returns a list. For tasks too small to send one at a time.

#[cfg(all(processes, feature = "_cluster"))]
use super::RemotePool;
use super::process::{PreparedTask, chunk, map};
use super::{Inline, Pool, Spawn, Thread};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode, Task};

/// Cuts a list into parts of about the same length, in its order. None of them is empty.
fn cut<T>(items: &[T], chunks: usize) -> Result<impl Iterator<Item = &[T]>, Error> {
    if chunks == 0 {
        return Err(Error::refused("a list cannot be cut into 0 chunks: give at least 1"));
    }
    let chunks = chunks.min(items.len());
    let (length, longer) =
        (items.len().checked_div(chunks).unwrap_or(0), items.len().checked_rem(chunks).unwrap_or(0));
    let mut rest = items;
    Ok((0..chunks).map(move |at| {
        let (chunk, after) = rest.split_at(length + usize::from(at < longer));
        rest = after;
        chunk
    }))
}

fn joined<R>(lists: Vec<Vec<R>>) -> Vec<R> {
    let mut lists = lists.into_iter();
    // With one chunk there is nothing to copy.
    let Some(mut all) = lists.next() else { return Vec::new() };
    all.reserve(lists.as_slice().iter().map(Vec::len).sum());
    lists.for_each(|mut list| all.append(&mut list));
    all
}

macro_rules! in_processes {
    ($($backend:ident: $example:literal;)*) => {$(
        impl<F: Codec> $backend<F> {
            /// Cuts `items` into chunks of about the same length, gives each to `task` as a list, and joins the lists that it
            /// returns, in order.
            ///
            /// A chunk is encoded where it is, without a copy. If there are fewer items than `chunks`, each item is a
            /// chunk.
            ///
            /// ```no_run
            #[doc = $example]
            /// # Ok::<(), wirecheck::Error>(())
            /// ```
            ///
            /// # Errors
            /// That of the first chunk whose task failed; [`Error::index`] is the chunk's number. `chunks` is 0. The errors of
            /// [`map`](Self::map).
            #[track_caller]
            pub fn map_chunks<K, T, R, M>(&self, task: K, items: &[T], chunks: usize) -> Result<Vec<R>, Error>
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
                let chunks = cut(items, chunks)?.map(chunk);
                let pool = self.processes.pool();
                let task = PreparedTask::<F, Vec<T>, Vec<R>>::new(&task, pool.admit_call()?)?;
                map(pool, &self.hook, task, chunks).map(joined)
            }
        }
    )*};
}

in_processes! {
    Pool: "use wirecheck::{Pool, closure};\n\nlet squares = Pool::new()?.map_chunks(\n    closure!(|chunk: Vec<u64>| chunk.into_iter().map(|x| x * x).collect::<Vec<_>>()),\n    &[1, 2, 3, 4, 5],\n    2,\n)?;\nassert_eq!(squares, [1, 4, 9, 16, 25]);";
    Spawn: "use wirecheck::{Spawn, closure};\n\nlet even = Spawn::new()?.map_chunks(\n    closure!(|chunk: Vec<u64>| chunk.into_iter().filter(|x| x % 2 == 0).collect::<Vec<_>>()),\n    &[1, 2, 3, 4, 5],\n    2,\n)?;\nassert_eq!(even, [2, 4]);";
}

#[cfg(all(processes, feature = "_cluster"))]
in_processes! {
    RemotePool: "fn squares(pool: &wirecheck::cluster::RemotePool) -> Result<Vec<u64>, wirecheck::Error> {\n    pool.map_chunks(wirecheck::closure!(|chunk: Vec<u64>| chunk.into_iter().map(|x| x * x).collect::<Vec<_>>()), &[1, 2, 3], 2)\n}";
}

impl Thread {
    /// Cuts `items` into chunks of about the same length, gives each to `task` as a list, and joins the lists that it returns,
    /// in order. If there are fewer items than `chunks`, each item is a chunk.
    ///
    /// ```
    /// let threads = wirecheck::Thread::new()?;
    /// let doubled = threads.map_chunks(|chunk: Vec<u64>| chunk.iter().map(|x| x * 2).collect::<Vec<_>>(), &[1, 2, 3], 2)?;
    /// assert_eq!(doubled, [2, 4, 6]);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// That of the first chunk whose task failed; [`Error::index`] is the chunk's number. `chunks` is 0.
    pub fn map_chunks<K, T, R, M>(&self, task: K, items: &[T], chunks: usize) -> Result<Vec<R>, Error>
    where
        K: Task<Vec<T>, Vec<R>, M> + Sync,
        T: Clone + Send,
        R: Send,
    {
        let chunks: Vec<Vec<T>> = cut(items, chunks)?.map(<[T]>::to_vec).collect();
        self.map(task, chunks).map(joined)
    }
}

impl Inline {
    /// Cuts `items` into chunks of about the same length, gives each to `task` as a list, and joins the lists that it returns,
    /// in order. If there are fewer items than `chunks`, each item is a chunk.
    ///
    /// ```
    /// let inline = wirecheck::Inline::new();
    /// let lens = inline.map_chunks(|chunk: Vec<&str>| vec![chunk.len()], &["a", "b", "c"], 2)?;
    /// assert_eq!(lens, [2, 1]);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// That of the first chunk whose task failed; [`Error::index`] is the chunk's number. `chunks` is 0.
    pub fn map_chunks<K, T, R, M>(&self, task: K, items: &[T], chunks: usize) -> Result<Vec<R>, Error>
    where
        K: Task<Vec<T>, Vec<R>, M>,
        T: Clone,
    {
        self.map(task, cut(items, chunks)?.map(<[T]>::to_vec)).map(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn chunks_are_the_whole_list_in_order_and_about_equal() {
        for len in 0..40 {
            let items: Vec<usize> = (0..len).collect();
            for count in 1..50 {
                let chunks: Vec<&[usize]> = cut(&items, count).map(Iterator::collect).unwrap_or_default();
                assert_eq!(chunks.concat(), items);
                assert_eq!(chunks.len(), count.min(len));
                let lens = || chunks.iter().map(|chunk| chunk.len());
                assert!(lens().max().unwrap_or(0) <= lens().min().unwrap_or(0) + 1);
                assert!(lens().all(|len| len > 0));
            }
        }
    }

    #[test]
    fn no_chunks_are_refused() {
        assert!(cut(&[1], 0).is_err_and(|error| error.to_string().contains("0 chunks")));
    }
}
