//! Iterators: those of the collections and of text, of this process, and what `std::iter` puts around them.

use super::refuse;
use std::collections::{binary_heap, btree_map, btree_set, hash_map, hash_set, linked_list, vec_deque};
use std::{array, env, io, iter, option, path, slice, str, vec};

refuse! {
    /// Implemented by nobody: what it has passed is a position in this process.
    #[diagnostic::on_unimplemented(
        message = "[WC0084] `{T}` is an iterator, not its values; its position cannot be written",
        label = "an iterator does not cross a process boundary",
        note = "why: it points into a collection of this process, or has used up part of one, and an adapter also \
                holds a closure",
        note = "python: `TypeError: cannot pickle 'generator' object`; a list iterator is copied with its position",
        note = "help: send the values (`.collect::<Vec<_>>()`), or what it is made from, and iterate in the task; a \
                `Range` can be sent",
        note = "more: `cargo wirecheck explain WC0084`"
    )]
    Iterating;
    [T: 'static,] vec::IntoIter<T>;
    [T: 'static,] vec::Drain<'static, T>;
    [T: 'static, const N: usize,] array::IntoIter<T, N>;
    [T: 'static,] slice::Iter<'static, T>;
    [T: 'static,] slice::IterMut<'static, T>;
    [T: 'static,] slice::Chunks<'static, T>;
    [T: 'static,] slice::Windows<'static, T>;
    [T: 'static,] option::IntoIter<T>;

    [] str::Chars<'static>;
    [] str::CharIndices<'static>;
    [] str::Bytes<'static>;
    [] str::Lines<'static>;
    [] str::SplitWhitespace<'static>;
    [] str::SplitAsciiWhitespace<'static>;
    [] str::Split<'static, char>;
    [] str::Split<'static, &'static str>;
    [] path::Components<'static>;
    [] path::Iter<'static>;
    [] path::Ancestors<'static>;
    [] env::Vars;
    [] env::VarsOs;
    [] env::Args;
    [] env::ArgsOs;
    [R: 'static,] io::Lines<R>;
    [R: 'static,] io::Bytes<R>;
    [R: 'static,] io::Split<R>;
    [R: 'static,] io::Take<R>;
    [R: 'static,] io::Cursor<R>;

    [K: 'static, V: 'static,] hash_map::Iter<'static, K, V>;
    [K: 'static, V: 'static,] hash_map::IterMut<'static, K, V>;
    [K: 'static, V: 'static,] hash_map::IntoIter<K, V>;
    [K: 'static, V: 'static,] hash_map::Keys<'static, K, V>;
    [K: 'static, V: 'static,] hash_map::Values<'static, K, V>;
    [K: 'static, V: 'static,] hash_map::ValuesMut<'static, K, V>;
    [K: 'static, V: 'static,] hash_map::IntoKeys<K, V>;
    [K: 'static, V: 'static,] hash_map::IntoValues<K, V>;
    [K: 'static, V: 'static,] hash_map::Drain<'static, K, V>;
    [K: 'static, V: 'static,] btree_map::Iter<'static, K, V>;
    [K: 'static, V: 'static,] btree_map::IterMut<'static, K, V>;
    [K: 'static, V: 'static,] btree_map::IntoIter<K, V>;
    [K: 'static, V: 'static,] btree_map::Keys<'static, K, V>;
    [K: 'static, V: 'static,] btree_map::Values<'static, K, V>;
    [K: 'static, V: 'static,] btree_map::ValuesMut<'static, K, V>;
    [K: 'static, V: 'static,] btree_map::IntoKeys<K, V>;
    [K: 'static, V: 'static,] btree_map::IntoValues<K, V>;
    [K: 'static, V: 'static,] btree_map::Range<'static, K, V>;
    [T: 'static,] hash_set::Iter<'static, T>;
    [T: 'static,] hash_set::IntoIter<T>;
    [T: 'static,] hash_set::Drain<'static, T>;
    [T: 'static,] btree_set::Iter<'static, T>;
    [T: 'static,] btree_set::IntoIter<T>;
    [T: 'static,] btree_set::Range<'static, T>;
    [T: 'static,] vec_deque::Iter<'static, T>;
    [T: 'static,] vec_deque::IntoIter<T>;
    [T: 'static,] vec_deque::Drain<'static, T>;
    [T: 'static,] binary_heap::Iter<'static, T>;
    [T: 'static,] binary_heap::IntoIter<T>;
    [T: 'static,] linked_list::Iter<'static, T>;
    [T: 'static,] linked_list::IntoIter<T>;

    [A: 'static, B: 'static,] iter::Chain<A, B>;
    [A: 'static, B: 'static,] iter::Zip<A, B>;
    [I: 'static,] iter::Cloned<I>;
    [I: 'static,] iter::Copied<I>;
    [I: 'static,] iter::Cycle<I>;
    [I: 'static,] iter::Enumerate<I>;
    [I: 'static,] iter::Fuse<I>;
    [I: Iterator<Item: IntoIterator> + 'static,] iter::Flatten<I>;
    [I: Iterator + 'static,] iter::Peekable<I>;
    [I: 'static,] iter::Rev<I>;
    [I: 'static,] iter::Skip<I>;
    [I: 'static,] iter::StepBy<I>;
    [I: 'static,] iter::Take<I>;
    [I: 'static, G: 'static,] iter::Filter<I, G>;
    [I: 'static, G: 'static,] iter::FilterMap<I, G>;
    [I: 'static, U: IntoIterator + 'static, G: 'static,] iter::FlatMap<I, U, G>;
    [I: 'static, G: 'static,] iter::Inspect<I, G>;
    [I: 'static, G: 'static,] iter::Map<I, G>;
    [I: 'static, G: 'static,] iter::MapWhile<I, G>;
    [I: 'static, S: 'static, G: 'static,] iter::Scan<I, S, G>;
    [I: 'static, G: 'static,] iter::SkipWhile<I, G>;
    [I: 'static, G: 'static,] iter::TakeWhile<I, G>;
    [T: 'static,] iter::Empty<T>;
    [T: 'static,] iter::Once<T>;
    [G: 'static,] iter::OnceWith<G>;
    [T: 'static,] iter::Repeat<T>;
    [T: 'static,] iter::RepeatN<T>;
    [G: 'static,] iter::RepeatWith<G>;
    [G: 'static,] iter::FromFn<G>;
    [T: 'static, G: 'static,] iter::Successors<T, G>;

    // What `Box` asks of its content.
    [T: 'static,] dyn Iterator<Item = T>;
    [T: 'static,] dyn Iterator<Item = T> + Send;
    [T: 'static,] dyn Iterator<Item = T> + Send + Sync;
    [T: 'static,] dyn DoubleEndedIterator<Item = T>;
    [T: 'static,] dyn DoubleEndedIterator<Item = T> + Send;
    [T: 'static,] dyn DoubleEndedIterator<Item = T> + Send + Sync;
}
