use super::*;
use crate::sys::MappedFile;

fn ends() -> (FdChannel, FdChannel) {
    let (ours, theirs) = FdChannel::pair().expect("a pair");
    (ours, FdChannel::new(theirs))
}

fn receive(end: &FdChannel, wait: bool) -> io::Result<(u64, Option<OwnedFd>)> {
    let FdMessage { number, file, is_scarce } = end.receive(wait, &SpareDescriptor::default())?;
    assert!(!is_scarce, "there are descriptors");
    Ok((number, file.transpose()?))
}

#[test]
fn a_descriptor_arrives_with_its_number_and_in_order() {
    let (ours, theirs) = ends();
    let mut memory = MappedFile::anonymous(1).expect("memory");
    memory.bytes_mut()[0] = 42;
    for number in [7, u64::MAX] {
        assert!(ours.send(number, memory.file(), true).expect("sent"));
    }
    for due in [7, u64::MAX] {
        let (number, handle) = receive(&theirs, true).expect("received");
        let seen = MappedFile::open(handle.expect("a descriptor"), false).expect("mapped");
        assert_eq!((number, seen.bytes()[0]), (due, 42));
    }
}

#[test]
fn a_number_alone_is_told_apart() {
    let (ours, theirs) = ends();
    ours.send_number(9).expect("said");
    assert!(matches!(receive(&theirs, true), Ok((9, None))));
}

#[cfg(feature = "_cluster")]
#[test]
fn a_reason_comes_in_place_of_a_descriptor() {
    let (ours, theirs) = ends();
    for why in ["no room: ö", &"x".repeat(5000), ""] {
        assert!(ours.refuse(7, why).expect("said"));
    }
    ours.send_number(8).expect("said");
    let reason = || {
        let FdMessage { number, file, .. } =
            theirs.receive(true, &SpareDescriptor::default()).expect("received");
        let error = file.expect("it is about a descriptor").expect_err("there is none");
        let why = error.get_ref().and_then(|why| why.downcast_ref::<Refused>()).expect("said").0.clone();
        (number, why)
    };
    assert_eq!(reason(), (7, "no room: ö".to_owned()));
    assert_eq!(reason(), (7, "x".repeat(REASON)));
    assert_eq!(reason(), (7, "for an unknown reason".to_owned()));
    assert!(matches!(receive(&theirs, true), Ok((8, None))));
}

#[test]
fn nothing_is_there_before_it_is_sent_nor_after_the_end() {
    let (ours, theirs) = ends();
    assert_eq!(receive(&theirs, false).expect_err("empty").kind(), io::ErrorKind::WouldBlock);
    drop(ours);
    assert_eq!(receive(&theirs, true).expect_err("closed").kind(), io::ErrorKind::UnexpectedEof);
}

#[test]
fn a_full_socket_is_told_and_loses_nothing() {
    let (ours, theirs) = ends();
    let memory = MappedFile::anonymous(1).expect("memory");
    let mut sent = 0;
    while ours.send(sent, memory.file(), false).expect("sent") {
        sent += 1;
        assert!(sent < 1_000_000, "it never fills");
    }
    for due in 0..sent {
        assert_eq!(receive(&theirs, false).expect("received").0, due);
    }
    assert!(receive(&theirs, false).is_err());
}

#[test]
fn what_a_peer_sent_before_it_ended_is_read_whatever_it_left_unread() {
    let (ours, theirs) = ends();
    let memory = MappedFile::anonymous(1).expect("memory");
    assert!(theirs.send(5, memory.file(), true).expect("sent"));
    assert!(ours.send(6, memory.file(), true).expect("sent"));
    drop(theirs);
    let (number, file) = receive(&ours, false).expect("received");
    assert_eq!((number, file.is_some()), (5, true));
    assert_eq!(receive(&ours, false).expect_err("closed").kind(), io::ErrorKind::UnexpectedEof);
}
