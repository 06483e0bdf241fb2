//! The types that are compared, in a few of their uses each.

use super::Row;
use super::probe::traits;
use std::borrow::Cow;
use std::cell::{BorrowError, BorrowMutError, Cell, LazyCell, OnceCell, Ref, RefCell, RefMut, UnsafeCell};
use std::cmp::Reverse;
use std::collections::{
    BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque, btree_map, hash_map,
};
use std::ffi::{CStr, CString, OsStr, OsString};
use std::hash::{DefaultHasher, RandomState};
use std::marker::PhantomData;
use std::mem::{Discriminant, ManuallyDrop, MaybeUninit};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZero, Saturating, Wrapping};
use std::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::ptr::NonNull;
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8, AtomicU16,
    AtomicU32, AtomicU64, AtomicUsize,
};
use std::sync::{
    Arc, Barrier, Condvar, LazyLock, Mutex, MutexGuard, Once, OnceLock, PoisonError, RwLock, RwLockReadGuard,
    RwLockWriteGuard, TryLockError, mpsc,
};
use std::thread::{JoinHandle, LocalKey, ScopedJoinHandle, Thread, ThreadId};
use std::time::{Duration, Instant, SystemTime};
use std::{
    any, array, backtrace, char, env, fmt, fs, future, io, iter, net, num, option, panic, path, process,
};
use std::{rc, slice, str, string, task, thread, time as std_time, vec};
use wirecheck::format::{AnyFormat, Buffered};

macro_rules! list {
    ([$($types:tt)*] $($Format:ident { name: $name:literal, $($row:tt)* })*) => {
        list!(@rows [$($Format $name)*] $($types)*)
    };
    (@rows $formats:tt $($ty:ty;)*) => { vec![$(list!(@each $ty, $formats)),*] };
    (@each $ty:ty, [$($Format:ident $name:literal)*]) => {
        Row {
            written: stringify!($ty),
            name: any::type_name::<$ty>(),
            traits: vec![
                (None, false, traits!($ty, AnyFormat)),
                (None, true, traits!($ty, Buffered<AnyFormat>)),
                $(
                    (Some($name), false, traits!($ty, wirecheck::format::$Format)),
                    (Some($name), true, traits!($ty, Buffered<wirecheck::format::$Format>)),
                )*
            ],
        }
    };
}

macro_rules! types {
    ($($ty:ty;)*) => { wirecheck_rules::formats!(list, $($ty;)*) };
}

/// All of them.
pub(super) fn rows() -> Vec<Row> {
    let mut all = sent();
    all.extend(foreign());
    all.extend(refused());
    all.extend(handles());
    all
}

fn sent() -> Vec<Row> {
    types! {
        i8; i16; i32; i64; i128; isize; u8; u16; u32; u64; u128; usize; f32; f64; bool; char;
        NonZero<u8>; NonZero<i128>; Wrapping<u16>; Wrapping<f64>; Saturating<u128>; Saturating<i64>;
        (); (u8,); (u8, String); (u128,); [u8; 0]; [u8; 32]; [u8; 33]; [u128; 3];
        String; CString; OsString; PathBuf; Box<str>; Box<Path>; Box<OsStr>; Box<CStr>; Cow<'static, str>;
        Cow<'static, [u8]>; Box<[u8]>; Box<[u128]>; Box<u8>; Box<Option<u8>>; Box<BTreeMap<String, u8>>;
        Vec<u8>; VecDeque<String>; LinkedList<u8>; BinaryHeap<u8>; BTreeSet<u128>; HashSet<u8>;
        BTreeMap<String, u8>; BTreeMap<u8, u8>; BTreeMap<(u8, u8), u8>; BTreeMap<char, u8>; BTreeMap<bool, ()>;
        HashMap<String, u128>; HashMap<Box<str>, u8>; BTreeMap<Option<u8>, u8>; BTreeMap<PathBuf, u8>;
        BTreeMap<Reverse<String>, u8>; BTreeMap<IpAddr, u8>; BTreeMap<Vec<u8>, u8>;
        Option<u8>; Option<Option<u8>>; Option<()>; Option<PhantomData<u8>>; Option<Box<Option<u8>>>;
        Option<BTreeMap<String, u8>>; Option<Vec<u8>>; Result<u8, String>; Result<u128, ()>; PhantomData<str>;
        Cell<u8>; Cell<Option<u8>>; RefCell<String>; RefCell<BTreeMap<String, u8>>; Reverse<Option<u8>>;
        IpAddr; Ipv4Addr; Ipv6Addr; SocketAddrV4; Duration; SystemTime; Range<u8>; RangeFrom<u128>; RangeTo<u8>;
        Bound<u8>; Bound<i128>;
    }
}

fn foreign() -> Vec<Row> {
    types! {
        arrayvec::ArrayVec<u8, 3>; arrayvec::ArrayVec<u128, 3>; arrayvec::ArrayString<4>;
        bytes::Bytes; bytes::BytesMut; camino::Utf8PathBuf; Box<camino::Utf8Path>;
        chrono::NaiveDate; chrono::Weekday; chrono::Month; chrono::TimeDelta; chrono::NaiveTime;
        chrono::NaiveDateTime; chrono::DateTime<chrono::Utc>;
        either::Either<u8, String>; either::Either<u128, u8>;
        indexmap::IndexMap<String, u8>; indexmap::IndexMap<u8, u128>; indexmap::IndexSet<u8>;
        ipnet::IpNet; ipnet::Ipv4Net; ipnet::Ipv6Net;
        jiff::Timestamp; jiff::SignedDuration; jiff::civil::Date; jiff::civil::Time; jiff::civil::DateTime;
        jiff::civil::ISOWeekDate; jiff::Zoned; jiff::Span;
        ndarray::Array1<u8>; ndarray::Array2<u128>; ndarray::ArrayD<f64>; ndarray::Array0<u8>;
        ndarray::ArrayBase<ndarray::OwnedRepr<u8>, ndarray::Dim<[usize; 2]>>; ndarray::IxDyn;
        num_bigint::BigUint; num_bigint::BigInt; num_bigint::Sign;
        ordered_float::OrderedFloat<f32>; ordered_float::OrderedFloat<f64>; ordered_float::NotNan<f32>;
        ordered_float::NotNan<f64>;
        rust_decimal::Decimal; semver::Version; semver::VersionReq; semver::Comparator;
        serde_json::Value; serde_json::Number; serde_json::Map<String, serde_json::Value>;
        smallvec::SmallVec<[u8; 4]>; smallvec::SmallVec<[u128; 4]>;
        time::Date; time::Time; time::PlainDateTime; time::UtcDateTime; time::OffsetDateTime; time::UtcOffset;
        time::SignedDuration; time::Weekday; time::Month; time::Timestamp;
        url::Host<String>; url::Url;
        uuid::Uuid; uuid::NonNilUuid; uuid::fmt::Hyphenated; uuid::fmt::Simple; uuid::fmt::Urn; uuid::fmt::Braced;
    }
}

fn refused() -> Vec<Row> {
    types! {
        &'static str; &'static u8; &'static mut u8; Pin<&'static u8>; Vec<&'static str>; &'static Mutex<u8>;
        *const u8; *mut u8; NonNull<u8>; fn(u8) -> u8; Box<dyn Fn(u8) -> u8>; Box<dyn fmt::Debug>; Box<dyn any::Any>;
        Box<dyn std::error::Error>; Box<dyn Iterator<Item = u8>>; Pin<Box<dyn Future<Output = u8>>>;
        rc::Rc<u8>; Arc<u8>; Arc<str>; rc::Weak<u8>; std::sync::Weak<u8>; Option<Arc<u8>>;
        Mutex<u8>; RwLock<u8>; AtomicPtr<u8>; Condvar; Barrier; Once; AtomicBool; AtomicI8; AtomicI16; AtomicI32;
        AtomicI64; AtomicIsize; AtomicU8; AtomicU16; AtomicU32; AtomicU64; AtomicUsize;
        MutexGuard<'static, u8>; RwLockReadGuard<'static, u8>; RwLockWriteGuard<'static, u8>; Ref<'static, u8>;
        RefMut<'static, u8>; Instant; SocketAddr; SocketAddrV6; RangeInclusive<u8>;
        OnceCell<u8>; OnceLock<u8>; LazyCell<u8>; LazyLock<u8>; LocalKey<u8>; ManuallyDrop<u8>; MaybeUninit<u8>;
        UnsafeCell<u8>; backtrace::Backtrace; panic::Location<'static>; panic::PanicHookInfo<'static>;
        fmt::Arguments<'static>; any::TypeId; Discriminant<Option<u8>>; RandomState; DefaultHasher;
        process::ExitStatus; process::ExitCode; process::Output;
        io::Error; fmt::Error; env::VarError; num::ParseIntError; num::ParseFloatError; num::TryFromIntError;
        str::Utf8Error; str::ParseBoolError; string::FromUtf8Error; char::ParseCharError; array::TryFromSliceError;
        net::AddrParseError; path::StripPrefixError; std_time::SystemTimeError; thread::AccessError; BorrowError;
        BorrowMutError; mpsc::RecvError; mpsc::TryRecvError; mpsc::RecvTimeoutError; mpsc::SendError<u8>;
        mpsc::TrySendError<u8>; PoisonError<u8>; TryLockError<u8>;
    }
}

fn handles() -> Vec<Row> {
    types! {
        fs::File; fs::ReadDir; fs::DirEntry; io::Stdin; io::Stdout; io::Stderr; io::StdinLock<'static>;
        io::StdoutLock<'static>; io::StderrLock<'static>; io::BufReader<u8>; io::BufWriter<Vec<u8>>;
        io::LineWriter<Vec<u8>>; net::TcpStream; net::TcpListener; net::UdpSocket; net::Incoming<'static>;
        std::os::unix::net::UnixStream; std::os::unix::net::UnixListener; std::os::unix::net::UnixDatagram;
        std::os::fd::OwnedFd; std::os::fd::BorrowedFd<'static>;
        process::Child; process::ChildStdin; process::ChildStdout; process::ChildStderr; process::Command;
        process::Stdio; JoinHandle<u8>; ScopedJoinHandle<'static, u8>; Thread; ThreadId;
        mpsc::Sender<u8>; mpsc::SyncSender<u8>; mpsc::Receiver<u8>; mpsc::Iter<'static, u8>; mpsc::IntoIter<u8>;
        future::Ready<u8>; future::Pending<u8>; future::PollFn<u8>; task::Waker; task::Context<'static>;
        vec::IntoIter<u8>; vec::Drain<'static, u8>; array::IntoIter<u8, 2>; slice::Iter<'static, u8>;
        slice::IterMut<'static, u8>; slice::Chunks<'static, u8>; slice::Windows<'static, u8>; option::IntoIter<u8>;
        str::Chars<'static>; str::CharIndices<'static>; str::Bytes<'static>; str::Lines<'static>;
        str::SplitWhitespace<'static>; str::SplitAsciiWhitespace<'static>; str::Split<'static, char>;
        path::Components<'static>; path::Iter<'static>; path::Ancestors<'static>; env::Vars; env::VarsOs; env::Args;
        env::ArgsOs; io::Lines<u8>; io::Bytes<u8>; io::Split<u8>; io::Take<u8>; io::Cursor<u8>;
        hash_map::Keys<'static, u8, u8>; hash_map::Values<'static, u8, u8>; hash_map::ValuesMut<'static, u8, u8>;
        hash_map::IntoKeys<u8, u8>; hash_map::IntoValues<u8, u8>; btree_map::Range<'static, u8, u8>;
        iter::Chain<u8, u8>; iter::Zip<u8, u8>; iter::Cloned<u8>; iter::Copied<u8>; iter::Cycle<u8>;
        iter::Enumerate<u8>; iter::Fuse<u8>; iter::Flatten<vec::IntoIter<Vec<u8>>>; iter::Peekable<Range<u8>>;
        iter::Rev<u8>; iter::Skip<u8>; iter::StepBy<u8>; iter::Take<u8>; iter::Filter<u8, u8>;
        iter::FilterMap<u8, u8>; iter::FlatMap<u8, Vec<u8>, u8>; iter::Inspect<u8, u8>; iter::Map<u8, u8>;
        iter::MapWhile<u8, u8>; iter::Scan<u8, u8, u8>; iter::SkipWhile<u8, u8>; iter::TakeWhile<u8, u8>;
        iter::Empty<u8>; iter::Once<u8>; iter::OnceWith<u8>; iter::Repeat<u8>; iter::RepeatN<u8>;
        iter::RepeatWith<u8>; iter::FromFn<u8>; iter::Successors<u8, u8>;
    }
}
