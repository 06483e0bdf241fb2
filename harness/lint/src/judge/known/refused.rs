//! The types of std that never come back as they were, by the rule that says why.

use crate::judge::type_name::{PathName, TypeName};

/// The trait of the rule for a type of std.
pub(super) fn path(name: &PathName<'_>) -> Option<&'static str> {
    if !name.is_std() {
        return None;
    }
    let last = name.last();
    // Names that mean something else in another module.
    match last {
        "Iter" | "Bytes" | "Lines" | "Split" | "Take" | "IntoIter" | "Drain" | "Range" => {
            return Some("Iterating");
        }
        "RecvError" | "TryRecvError" | "RecvTimeoutError" | "SendError" | "TrySendError" => {
            return Some("OpaqueError");
        }
        "Error" if name.is_in("io") || name.is_in("fmt") => return Some("OpaqueError"),
        "Location" | "PanicHookInfo" | "Backtrace" | "Arguments" => return Some("PlaceInProgram"),
        _ => {}
    }
    if last.starts_with("Atomic") {
        return Some("ProcessLocal");
    }
    TABLE.iter().find(|(_, names)| names.contains(&last)).map(|(rule, _)| *rule)
}

/// The trait of the rule for a reference: that of what it refers to, where `.to_owned()` is no way out.
pub(super) fn reference(of: &TypeName<'_>) -> &'static str {
    let inner = of.as_path().and_then(path);
    inner.filter(|rule| ["ThreadLocal", "FilledLater", "ProcessLocal"].contains(rule)).unwrap_or("Borrowed")
}

/// The trait of the rule for a trait object.
pub(super) fn object(of: &str) -> &'static str {
    match of.rsplit("::").next().unwrap_or(of) {
        "Fn" | "FnMut" | "FnOnce" => "CodeAsData",
        "Future" => "Awaiting",
        "Iterator" | "DoubleEndedIterator" => "Iterating",
        "Error" => "OpaqueError",
        _ => "TraitObject",
    }
}

const TABLE: &[(&str, &[&str])] = &[
    (
        "OpenFile",
        &[
            "File",
            "ReadDir",
            "DirEntry",
            "Stdin",
            "Stdout",
            "Stderr",
            "StdinLock",
            "StdoutLock",
            "StderrLock",
            "BufReader",
            "BufWriter",
            "LineWriter",
            "OwnedFd",
            "BorrowedFd",
        ],
    ),
    (
        "OpenSocket",
        &["TcpStream", "TcpListener", "UdpSocket", "Incoming", "UnixStream", "UnixListener", "UnixDatagram"],
    ),
    ("StartedHere", &["Child", "ChildStdin", "ChildStdout", "ChildStderr", "Command", "Stdio"]),
    ("ThreadHandle", &["JoinHandle", "ScopedJoinHandle", "Thread", "ThreadId"]),
    ("ChannelEnd", &["Sender", "SyncSender", "Receiver"]),
    ("ProcessLocal", &["Mutex", "RwLock", "Condvar", "Barrier", "Once"]),
    ("HeldLock", &["MutexGuard", "RwLockReadGuard", "RwLockWriteGuard", "Ref", "RefMut"]),
    ("LocalClock", &["Instant"]),
    ("LosesScope", &["SocketAddr", "SocketAddrV6"]),
    ("LosesExhaustion", &["RangeInclusive"]),
    ("RawPointer", &["NonNull"]),
    ("SharedOwnership", &["Rc", "Arc", "Weak"]),
    ("Awaiting", &["Pin", "Ready", "Pending", "PollFn", "Waker", "Context"]),
    ("ThreadLocal", &["LocalKey"]),
    ("FilledLater", &["OnceCell", "OnceLock", "LazyCell", "LazyLock"]),
    ("Unguarded", &["ManuallyDrop", "MaybeUninit", "UnsafeCell"]),
    ("BuildIdentity", &["TypeId", "Discriminant"]),
    ("Seeded", &["RandomState", "DefaultHasher"]),
    ("ChildEnd", &["ExitStatus", "ExitCode", "Output"]),
    (
        "OpaqueError",
        &[
            "VarError",
            "ParseIntError",
            "ParseFloatError",
            "TryFromIntError",
            "Utf8Error",
            "ParseBoolError",
            "FromUtf8Error",
            "ParseCharError",
            "CharErrorKind",
            "TryFromSliceError",
            "AddrParseError",
            "StripPrefixError",
            "SystemTimeError",
            "AccessError",
            "BorrowError",
            "BorrowMutError",
            "PoisonError",
            "TryLockError",
        ],
    ),
    (
        "Iterating",
        &[
            "IterMut",
            "Chunks",
            "Windows",
            "Chars",
            "CharIndices",
            "SplitWhitespace",
            "SplitAsciiWhitespace",
            "Components",
            "Ancestors",
            "Vars",
            "VarsOs",
            "Args",
            "ArgsOs",
            "Cursor",
            "Keys",
            "Values",
            "ValuesMut",
            "IntoKeys",
            "IntoValues",
            "Chain",
            "Zip",
            "Cloned",
            "Copied",
            "Cycle",
            "Enumerate",
            "Fuse",
            "Flatten",
            "Peekable",
            "Rev",
            "Skip",
            "StepBy",
            "Filter",
            "FilterMap",
            "FlatMap",
            "Inspect",
            "Map",
            "MapWhile",
            "Scan",
            "SkipWhile",
            "TakeWhile",
            "Empty",
            "OnceWith",
            "Repeat",
            "RepeatN",
            "RepeatWith",
            "FromFn",
            "Successors",
        ],
    ),
];
