//! What has no size is not made out of nothing in a worker: tokens stay in the process that they are about.

mod support;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use support::alone;
use wirecheck::{AnyBackend, Backend, Bincode, Error, Inline, Pool, Spawn, Thread, closure};

wirecheck::test_support!();

mod ready {
    use super::OnceLock;

    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();

    /// Proves that `set` was called in this process: nothing else makes one.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Ready(());

    pub(crate) fn set(bytes: Vec<u8>) -> Ready {
        BYTES.get_or_init(|| bytes);
        Ready(())
    }

    impl Ready {
        pub(crate) fn get(self) -> &'static [u8] {
            BYTES.get().expect("whoever holds the token has called `set`")
        }
    }
}
use ready::Ready;

fn length(text: String) -> usize {
    text.len()
}

/// What is said of a closure; all of it is known before anything is sent.
fn assert_refused<T: std::fmt::Debug>(result: Result<T, Error>, line: u32) {
    let error = result.unwrap_err();
    assert!(error.is_refused(), "{error}");
    let said = error.to_string();
    assert!(
        said.starts_with("[WC0099] a closure cannot be sent to another process as it is: `tokens::"),
        "{said}"
    );
    assert!(said.contains(&format!("{{{{closure}}}}`, given at tests/tokens.rs:{line}:")), "{said}");
    assert!(said.contains("help: wrap it in `closure!`"), "{said}");
}

/// Each verb of both backends over processes.
macro_rules! refused_by_each_verb {
    ($backend:expr, $task:expr) => {{
        let (backend, task) = (&$backend, $task);
        assert_refused(backend.map(task, [0_usize]), line!());
        assert_refused(backend.try_map(task, [0_usize]), line!());
        assert_refused(backend.submit(task, 0_usize), line!());
        let never = |_: u8| unreachable!("it was not sent");
        assert_refused(backend.submit_then(task, 0_usize, never, |_| ()), line!());
        assert_refused(backend.map_iter(task, [0_usize]).map(drop), line!());
        assert_refused(backend.map_unordered(task, [0_usize]).map(drop), line!());
    }};
}

#[test]
fn a_token_is_not_forged_in_a_worker() {
    let _alone = alone();
    let ready: Ready = ready::set(vec![7, 8]);
    let task = move |at: usize| ready.get()[at];
    assert_eq!(size_of_val(&task), 0, "it has nothing that could be missed");
    let pool = Pool::builder().workers(1).build().unwrap();
    refused_by_each_verb!(pool, task);
    refused_by_each_verb!(Spawn::builder().workers(1).build().unwrap(), task);
    // This process is the one that the token is about.
    assert_eq!(Inline::new().map(task, [0, 1]).unwrap(), [7, 8]);
    assert_eq!(Thread::builder().workers(1).build().unwrap().map(task, [0, 1]).unwrap(), [7, 8]);
}

#[test]
fn nothing_is_started_or_read_for_a_closure() {
    let _alone = alone();
    let read = AtomicU64::new(0);
    let inputs = (0..3_u64).inspect(|_| {
        read.fetch_add(1, Ordering::Relaxed);
    });
    let spawn = Spawn::builder().workers(1).build().unwrap();
    assert!(spawn.map(|x: u64| x, inputs).is_err());
    assert_eq!((read.load(Ordering::Relaxed), spawn.stats().started), (0, 0));
}

#[test]
fn a_closure_that_a_function_returns_is_a_closure() {
    fn reader() -> Option<impl Fn(usize) -> u8 + Copy + Send + Sync> {
        let ready = ready::set(vec![7, 8]);
        Some(move |at: usize| ready.get()[at])
    }
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    refused_by_each_verb!(pool, reader().unwrap());
}

#[test]
fn a_closure_within_a_closure_is_one_too() {
    let _alone = alone();
    let ready = ready::set(vec![7, 8]);
    let outer = move || move |at: usize| ready.get()[at];
    let pool = Pool::builder().workers(1).build().unwrap();
    refused_by_each_verb!(pool, outer());
    // A function is one wherever it stands.
    let inner = || {
        fn twice(x: u64) -> u64 {
            2 * x
        }
        twice
    };
    assert_eq!(pool.map(inner(), [4]).unwrap(), [8]);
}

#[test]
fn functions_of_every_kind_are_sent() {
    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
    struct Wrapper(u64);
    impl Wrapper {
        fn half(self) -> u64 {
            self.0 / 2
        }
    }
    trait Doubled {
        fn doubled(self) -> u64;
    }
    impl Doubled for Wrapper {
        fn doubled(self) -> u64 {
            2 * self.0
        }
    }
    fn same<T>(value: T) -> T {
        value
    }
    fn marked<K>(value: u64) -> usize {
        std::any::type_name::<K>().len() + value as usize
    }
    fn marked_by<K>(_: K) -> impl Fn(u64) -> usize + Copy + Send + Sync {
        marked::<K>
    }
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    assert_eq!(pool.map(length, ["abc".to_owned()]).unwrap(), [3]);
    assert_eq!(pool.map(same::<u8>, [5]).unwrap(), [5]);
    assert_eq!(pool.map(Wrapper, [5]).unwrap(), [Wrapper(5)]);
    assert_eq!(pool.map(Some::<u64>, [5]).unwrap(), [Some(5)]);
    assert_eq!(pool.map(Wrapper::half, [Wrapper(8)]).unwrap(), [4]);
    assert_eq!(pool.map(<Wrapper as Doubled>::doubled, [Wrapper(8)]).unwrap(), [16]);
    assert_eq!(pool.map(u64::leading_zeros, [1]).unwrap(), [63]);
    // A closure in the name of a function is not the function.
    let marked = marked_by(|x: u64| x);
    assert_eq!(pool.map(marked, [5]).unwrap(), [marked(5)]);
}

#[test]
fn code_for_any_backend_is_refused_on_all() {
    fn sum<B: Backend<Bincode>>(backend: &B) -> Result<Vec<u8>, Error> {
        let ready = ready::set(vec![7, 8]);
        backend.map(move |at: usize| ready.get()[at], [0, 1])
    }
    fn tried<B: Backend<Bincode>>(backend: &B) {
        let line = line!() - 3;
        assert_refused(sum(backend), line);
        assert_refused(backend.try_map(|x: u64| x, [1]), line!());
        assert_refused(backend.submit(|x: u64| x, 1), line!());
        assert_eq!(backend.map(closure!(|x: u64| x + 1), [1]).unwrap(), [2]);
        assert_eq!(backend.map(length, ["four".to_owned()]).unwrap(), [4]);
    }
    let _alone = alone();
    tried(&Inline::new());
    tried(&Thread::builder().workers(1).build().unwrap());
    tried(&Pool::builder().workers(1).build().unwrap());
    tried(&Spawn::builder().workers(1).build().unwrap());
    tried(&AnyBackend::<Bincode>::Inline(Inline::new()));
    tried(&AnyBackend::Pool(Pool::builder().workers(1).build().unwrap()));
}

#[test]
fn an_initializer_is_no_closure_either() {
    let _alone = alone();
    let ready = ready::set(vec![7, 8]);
    let built = Pool::builder().workers(1).initializer(move || assert!(!ready.get().is_empty())).build();
    assert_refused(built, line!() - 1);
    let built = Pool::builder().workers(1).initializer(closure!(|| assert!(true_value()))).build().unwrap();
    assert_eq!(built.map(length, ["ab".to_owned()]).unwrap(), [2]);
}

fn true_value() -> bool {
    std::process::id() > 0
}

/// What has no size and can be sent does travel: its `Deserialize` decides whether there is one in the worker.
#[test]
fn a_token_that_can_be_sent_is_sent() {
    #[derive(Clone, Copy, Debug, serde::Serialize, wirecheck::Sendable)]
    struct Checked;

    static SEEN: AtomicU64 = AtomicU64::new(0);

    impl<'de> serde::Deserialize<'de> for Checked {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            <()>::deserialize(deserializer)?;
            SEEN.fetch_add(1, Ordering::Relaxed);
            Ok(Self)
        }
    }

    let _alone = alone();
    let checked = Checked;
    let pool = Pool::builder().workers(1).build().unwrap();
    let task = closure!(|x: u64| {
        let _ = &checked;
        x + SEEN.load(Ordering::Relaxed)
    });
    assert_eq!(pool.map(task, [10, 20]).unwrap(), [11, 21], "decoded once, in the worker");
    assert_eq!(SEEN.load(Ordering::Relaxed), 0, "and not here");
}
