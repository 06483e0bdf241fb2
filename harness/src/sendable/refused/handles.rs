//! What the operating system, or this process, knows by a number: files, sockets, children, threads, channels.

use super::refuse;
use std::fs::{DirEntry, File, ReadDir};
use std::io::{BufReader, BufWriter, LineWriter, Stderr, StderrLock, Stdin, StdinLock, Stdout, StdoutLock};
use std::net::{Incoming, TcpListener, TcpStream, UdpSocket};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;

refuse! {
    /// Implemented by nobody: a descriptor is a number in the table of one process.
    #[diagnostic::on_unimplemented(
        message = "[WC0070] `{T}` is an open file of this process; in another process the same number is another \
                   file, or none",
        label = "an open file does not cross a process boundary",
        note = "why: a descriptor, its position and what is still buffered belong to this process",
        note = "python: `TypeError: cannot pickle '_io.TextIOWrapper' object`",
        note = "help: send the path (`PathBuf`) and open it in the task, or read it here and send the bytes",
        note = "more: `cargo wirecheck explain WC0070`"
    )]
    OpenFile;
    [] File;
    [] ReadDir;
    [] DirEntry;
    [] Stdin;
    [] Stdout;
    [] Stderr;
    [] StdinLock<'static>;
    [] StdoutLock<'static>;
    [] StderrLock<'static>;
    [R: ?Sized + 'static,] BufReader<R>;
    [W: std::io::Write + ?Sized + 'static,] BufWriter<W>;
    [W: std::io::Write + ?Sized + 'static,] LineWriter<W>;
}

refuse! {
    /// Implemented by nobody: a connection has one owner.
    #[diagnostic::on_unimplemented(
        message = "[WC0071] `{T}` is an open socket of this process; another process does not have the connection",
        label = "an open socket does not cross a process boundary",
        note = "why: the connection belongs to a descriptor of this process, which is a number without meaning \
                elsewhere",
        note = "python: `TypeError: cannot pickle 'socket' object`",
        note = "help: send the address and connect in the task, or do the input and output here and send the bytes",
        note = "more: `cargo wirecheck explain WC0071`"
    )]
    OpenSocket;
    [] TcpStream;
    [] TcpListener;
    [] UdpSocket;
    [] Incoming<'static>;
}

#[cfg(unix)]
mod unix {
    use std::os::fd::{BorrowedFd, OwnedFd};
    use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};

    use super::super::refuse_as;
    use super::{OpenFile, OpenSocket};

    refuse_as! { OpenSocket; [] UnixStream; [] UnixListener; [] UnixDatagram; }
    refuse_as! { OpenFile; [] OwnedFd; [] BorrowedFd<'static>; }
}

refuse! {
    /// Implemented by nobody: only the parent can wait for a child.
    #[diagnostic::on_unimplemented(
        message = "[WC0072] `{T}` belongs to a process started here; another process is not its parent",
        label = "a child process does not cross a process boundary",
        note = "why: only the parent can wait for a child and holds the other ends of its pipes",
        note = "python: `TypeError: cannot pickle '_thread.lock' object` for a `subprocess.Popen`",
        note = "help: send what is needed to start it (program, arguments) and start it in the task",
        note = "more: `cargo wirecheck explain WC0072`"
    )]
    StartedHere;
    [] Child;
    [] ChildStdin;
    [] ChildStdout;
    [] ChildStderr;
    [] Command;
    [] Stdio;
}

refuse! {
    /// Implemented by nobody: threads live in one process.
    #[diagnostic::on_unimplemented(
        message = "[WC0073] `{T}` names a thread of this process; there is no such thread in another one",
        label = "a thread does not cross a process boundary",
        note = "why: threads, their ids and their results exist inside one process",
        note = "python: `TypeError: cannot pickle '_thread.lock' object` for a `threading.Thread`",
        note = "help: join the thread here and send its result",
        note = "more: `cargo wirecheck explain WC0073`"
    )]
    ThreadHandle;
    [T: 'static,] thread::JoinHandle<T>;
    [T: 'static,] thread::ScopedJoinHandle<'static, T>;
    [] thread::Thread;
    [] thread::ThreadId;
}

refuse! {
    /// Implemented by nobody: a channel is memory of one process.
    #[diagnostic::on_unimplemented(
        message = "[WC0074] `{T}` is one end of a channel inside this process; another process cannot reach the \
                   other end",
        label = "a channel does not cross a process boundary",
        note = "why: both ends share memory of this process",
        note = "python: `TypeError: cannot pickle '_thread.lock' object` for a `queue.Queue`",
        note = "help: send the items as the input of a task and take its results as they come back",
        note = "more: `cargo wirecheck explain WC0074`"
    )]
    ChannelEnd;
    [T: 'static,] mpsc::Sender<T>;
    [T: 'static,] mpsc::SyncSender<T>;
    [T: 'static,] mpsc::Receiver<T>;
    [T: 'static,] mpsc::Iter<'static, T>;
    [T: 'static,] mpsc::IntoIter<T>;
}
