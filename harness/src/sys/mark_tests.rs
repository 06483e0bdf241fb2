use super::*;
use crate::sys::{FdChannel, NewControlBlock};
use rustix::net::{SocketFlags, socketpair};
use rustix::pipe::pipe;
use std::os::fd::{AsRawFd, OwnedFd};

fn mark() -> Mark {
    let identity = |inode| Identity(7, inode);
    Mark {
        parent: std::process::id(),
        channel: [1, 2, 3, u64::MAX].map(identity),
        build: None,
        copy: table::copy(),
    }
}

#[test]
fn a_mark_is_read_as_it_was_written() {
    let text = mark().to_string();
    assert_eq!(Mark::read(OsStr::new(&text)), Ok(Some(mark())));
    assert!(text.starts_with(concat!(env!("CARGO_PKG_VERSION"), "-")), "{text}");
    for build in [1, 0xfeed_5eed, u64::MAX] {
        let named = Mark { build: Some(build), ..mark() };
        assert_eq!(Mark::read(OsStr::new(&named.to_string())), Ok(Some(named)));
        assert_eq!(named.build(), Some(build));
    }
}

#[test]
fn what_no_pool_wrote_is_malformed() {
    let good = mark().to_string();
    let own = name_of(table::copy());
    for text in ["", "1", "true", "a:b:c", "1:2:3", "0.1.0:2:3", "0.1.0-:2:3"] {
        assert_eq!(Mark::read(OsStr::new(text)), Err(Malformed), "{text}");
    }
    let missing = good.rsplit_once(',').unwrap().0;
    let odd = [
        missing.to_owned(),
        format!("{good},1.1"),
        format!("{good}:"),
        format!("{good}:5:5"),
        format!("{good}:x"),
        format!("{own}:x:1.1,1.2,1.3,1.4"),
    ];
    for text in odd.into_iter().chain([format!("{own}:-1:1.1,1.2,1.3,1.4"), format!("{own}:1:1,2,3,4")]) {
        assert_eq!(Mark::read(OsStr::new(&text)), Err(Malformed), "{text}");
    }
}

#[test]
fn the_mark_of_another_copy_is_not_for_this_one() {
    let good = mark().to_string();
    let (_, rest) = good.split_once(':').unwrap();
    for copy in ["0.2.0-12", "0.1.0-beef0", "12.0.1-rc.1-0"] {
        assert_eq!(Mark::read(OsStr::new(&format!("{copy}:{rest}"))), Ok(None), "{copy}");
    }
    let other = Mark { copy: table::copy() + 64, ..mark() };
    assert_eq!(Mark::read(OsStr::new(&other.to_string())), Ok(None));
}

#[test]
fn a_process_that_did_not_start_this_one_is_not_its_parent() {
    assert_eq!(mark().parent(), Parent::IsNot, "nobody is their own parent");
    assert!(mark().parent_exists());
    let parent = std::os::unix::process::parent_id();
    assert_eq!(Mark { parent, ..mark() }.parent(), Parent::Is);
    assert!(!Mark { parent: 0, ..mark() }.parent_exists());
}

#[test]
fn a_channel_is_told_from_other_files() {
    let pair = || socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None).unwrap();
    let ((socket, _peer), (other, _its_peer)) = (pair(), pair());
    let (_, block) = NewControlBlock::create().unwrap().split();
    let (lifeline, _held) = pipe().unwrap();
    let (_channel, fd_channel) = FdChannel::pair().unwrap();
    let mark =
        Mark::for_child([socket.as_fd(), block.as_fd(), lifeline.as_fd(), fd_channel.as_fd()], None, None)
            .unwrap();
    let numbers = [&socket, &block, &lifeline, &fd_channel].map(AsRawFd::as_raw_fd);
    assert_eq!(mark.check(numbers), Ok(()));

    let with = |at: usize, number: i32| {
        let mut numbers = numbers;
        numbers[at] = number;
        mark.check(numbers).unwrap_err()
    };
    let file = tempfile();
    for at in 0..4 {
        assert_eq!(with(at, -1), "descriptor -1 is closed");
        let number = file.as_raw_fd();
        assert_eq!(with(at, number), format!("descriptor {number} is open on a file of another kind"));
    }
    let number = other.as_raw_fd();
    assert_eq!(with(0, number), format!("descriptor {number} is open on another file than the parent's"));
    let (_, block) = NewControlBlock::create().unwrap().split();
    assert!(with(1, block.as_raw_fd()).ends_with("is open on another file than the parent's"));
}

/// A file of the size of a control block.
fn tempfile() -> OwnedFd {
    let file = rustix::fs::memfd_create("other", rustix::fs::MemfdFlags::CLOEXEC).unwrap();
    rustix::fs::ftruncate(&file, BLOCK_BYTES as u64).unwrap();
    file
}
