//! The words that tell a file from a socket.

use crate::migrate::fate::Fate;

/// In the name of a type. The first that is found counts.
const TYPES: &[(&str, Fate)] = &[
    ("std::fs::File", Fate::Persisted),
    ("tokio::fs::file::File", Fate::Persisted),
    ("std::net::", Fate::Transient),
    ("std::os::unix::net::", Fate::Transient),
    ("std::process::Child", Fate::Transient),
    ("std::io::pipe::", Fate::Transient),
    ("std::io::stdio::", Fate::Transient),
    ("tokio::net::", Fate::Transient),
    ("tokio::process::", Fate::Transient),
];

/// In tokens: paths of functions that are given bytes, or give some.
const FUNCTIONS: &[(&str, Fate)] = &[("fs :: write", Fate::Persisted), ("fs :: read", Fate::Persisted)];

/// In tokens: what makes a writer or a reader, and types of parameters.
const MAKERS: &[(&str, Fate)] = &[
    ("File", Fate::Persisted),
    ("OpenOptions", Fate::Persisted),
    ("NamedTempFile", Fate::Persisted),
    ("TcpStream", Fate::Transient),
    ("UdpSocket", Fate::Transient),
    ("UnixStream", Fate::Transient),
    ("UnixDatagram", Fate::Transient),
    ("ChildStdin", Fate::Transient),
    ("ChildStdout", Fate::Transient),
    ("Sender", Fate::Transient),
    ("Receiver", Fate::Transient),
];

/// Methods that hand bytes to somebody, whoever has them.
const SENDS: &[&str] = &[
    "send",
    "try_send",
    "blocking_send",
    "send_to",
    "publish",
    "broadcast",
    "recv",
    "try_recv",
    "recv_from",
];

/// Methods whose receiver tells.
const WRITES: &[&str] = &["write_all", "write", "append", "read", "read_exact", "read_to_end"];

/// The fate by the type of a writer or reader, among the arguments of a function, and the type that tells it.
pub(crate) fn of_types<'a>(arguments: &[&'a str]) -> Option<(Fate, &'a str)> {
    arguments.iter().find_map(|argument| {
        let (_, fate) = TYPES.iter().find(|(word, _)| argument.contains(word))?;
        Some((*fate, *argument))
    })
}

/// The fate by a function, written as tokens.
pub(crate) fn of_function(path: &str) -> Option<Fate> {
    // `std :: fs :: write` and `fs :: write`, not `my_fs :: write_all`.
    let found = FUNCTIONS.iter().find(|(word, _)| {
        path.ends_with(word)
            && !path[..path.len() - word.len()]
                .ends_with(|letter: char| letter == '_' || letter.is_alphanumeric())
    });
    found.map(|(_, fate)| *fate)
}

/// The fate by what makes a writer or reader, or its type, as tokens.
pub(crate) fn of_maker(tokens: &str) -> Option<Fate> {
    let mut words = tokens.split(|letter: char| letter != '_' && !letter.is_alphanumeric());
    words.find_map(|word| MAKERS.iter().find(|(maker, _)| *maker == word)).map(|(_, fate)| *fate)
}

/// Whether a method hands bytes to somebody.
pub(crate) fn is_sending(method: &str) -> bool {
    SENDS.contains(&method)
}

/// Whether a method writes to, or reads from, what it is called on.
pub(crate) fn is_writing(method: &str) -> bool {
    WRITES.contains(&method)
}
