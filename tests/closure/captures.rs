//! What is captured, in which order, and of which types.

use crate::same;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::PathBuf;
use std::time::Duration;
use wirecheck::{Sendable, closure};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Config {
    name: String,
    limits: Vec<(u32, f64)>,
    parent: Option<Box<Config>>,
}

impl Config {
    fn depth(&self) -> u32 {
        1 + self.parent.as_ref().map_or(0, |parent| parent.depth())
    }
}

#[test]
fn in_order_of_first_use() {
    let (a, b, c) = (1u8, "b".to_owned(), 2.5f64);
    let task = closure!(|x: f64| format!("{c}{b}{a}{b}{x}"));
    assert_eq!(task.captures(), &(2.5, "b".to_owned(), 1));
    assert_eq!(task.call(0.0), "2.5b1b0");
}

#[test]
fn nothing_is_captured_for_nothing() {
    let unused = 1u8;
    let task = closure!(|x: u8| x + 1);
    assert_eq!(task.captures(), &());
    assert_eq!(task.call(unused), 2);
    same!([1u8, 2] => |x: u8| x * 2);
}

#[test]
fn moved_or_copied_as_by_any_move_closure() {
    let (text, number) = ("t".to_owned(), 3u64);
    let kept = text.clone();
    let task = closure!(move |x: u64| text.len() as u64 + number + x);
    assert_eq!((task.call(1), kept.len(), number), (5, 1, 3));
    let again = task.clone();
    assert_eq!(again.captures(), task.captures());
}

#[test]
fn types_of_ones_own() {
    let leaf = Config { name: "leaf".into(), limits: vec![(1, 0.5)], parent: None };
    let config = Config { name: "root".into(), limits: vec![], parent: Some(Box::new(leaf)) };
    same!([1u32] => |x: u32| config.depth() + x + config.parent.as_ref().map_or(0, |parent| parent.limits[0].0));
}

#[test]
fn collections() {
    let map = HashMap::from([("a".to_owned(), 1u64)]);
    let set = BTreeSet::from(['a', 'z']);
    let queue = VecDeque::from([1u64, 2, 3]);
    let nested = BTreeMap::from([(1u8, vec![Some("x".to_owned()), None])]);
    same!(["a".to_owned(), "q".to_owned()] => |key: String| {
        let from_map = map.get(&key).copied().unwrap_or_default();
        let in_set = key.chars().filter(|c| set.contains(c)).count() as u64;
        from_map + in_set + queue.iter().sum::<u64>() + nested[&1].len() as u64
    });
}

#[test]
fn values_of_std() {
    let path = PathBuf::from("/tmp/a.txt");
    let pause = Duration::from_millis(1500);
    let text: Cow<'static, str> = Cow::Borrowed("cow");
    let result: Result<u8, String> = Err("no".into());
    let unit = ();
    same!([2u32] => |x: u32| {
        let () = unit;
        (path.join("b").display().to_string(), pause * x, text.len(), result.clone().unwrap_or(9), path.extension().is_some())
    });
}

#[test]
fn sixteen_captures() {
    let [a, b, c, d, e, f, g, h] = [1u64, 2, 3, 4, 5, 6, 7, 8];
    let [i, j, k, l, m, n, o, p] = ["i", "j", "k", "l", "m", "n", "o", "p"].map(str::to_owned);
    let task = closure!(|x: u64| {
        let text = [&i, &j, &k, &l, &m, &n, &o, &p].map(|s| s.as_str()).concat();
        (a + b * c - d + e * f + g + h + x, text)
    });
    // Longer tuples than std compares.
    let sent = crate::pools().0.map(task, [1]).unwrap();
    assert_eq!(sent, [(1 + 6 - 4 + 30 + 15 + 1, "ijklmnop".to_owned())]);
}

#[test]
fn twelve_captures() {
    let [a, b, c, d, e, f] = [1u64, 2, 3, 4, 5, 6];
    let [i, j, k, l, m, n] = ["i", "j", "k", "l", "m", "n"].map(str::to_owned);
    same!([1, 2] => |x: u64| {
        let text = [&i, &j, &k, &l, &m, &n].map(|s| s.as_str()).concat();
        (a + b * c - d + e * f + x, text)
    });
}

#[test]
fn closures_are_values() {
    fn twice<A: Clone, C, K: Fn(&C, A) -> A>(task: &wirecheck::Closure<C, K>, input: A) -> A {
        task.call(task.call(input))
    }
    let by = 3u64;
    assert_eq!(twice(&closure!(|x: u64| x * by), 2), 18);
    let tasks = [2u64, 3].map(|by| closure!(|x: u64| x + by));
    assert_eq!(tasks.map(|task| task.call(1)), [3, 4]);
}

#[test]
fn an_odd_type_learns_what_it_is_in_the_body() {
    let mut list = Vec::new();
    list.push(1u64);
    let nothing = None;
    let zero = Default::default();
    same!([4] => |x: u64| list.len() as u64 + nothing.unwrap_or(x) + u64::max(zero, x));
}

#[test]
fn on_a_thread_and_in_a_plain_loop_anything_that_lives_long_enough() {
    let by = 3u64;
    assert_eq!(wirecheck::Inline::new().map(closure!(|x: u64| x * by), [1, 2]).unwrap(), [3, 6]);
    let name = "n".to_owned();
    let threads = wirecheck::Thread::new().unwrap();
    assert_eq!(threads.map(closure!(|x: u64| format!("{name}{x}")), [1, 2]).unwrap(), ["n1", "n2"]);
}

#[test]
fn in_a_process_of_its_own_in_every_format() {
    use wirecheck::{Codec, Spawn};
    fn run<F: Codec>()
    where
        (Vec<u32>, String): Sendable<F>,
        u32: Sendable<F>,
        String: Sendable<F>,
    {
        let (list, name) = (vec![1u32, 2], "n".to_owned());
        let task = closure!(|x: u32| format!("{name}{}", list.iter().sum::<u32>() + x));
        let spawn = Spawn::<F>::in_format().workers(1).build().unwrap();
        assert_eq!(spawn.map(task, [1, 2]).unwrap(), ["n4", "n5"], "{}", F::NAME);
    }
    in_each_format!(run);
}
