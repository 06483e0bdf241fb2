use super::*;

#[test]
fn what_is_written_is_read_by_another_mapping() {
    let mut memory = MappedFile::anonymous(10).expect("memory");
    memory.bytes_mut()[..3].copy_from_slice(b"abc");
    let other = MappedFile::open(memory.file().try_clone_to_owned().expect("a copy"), false).expect("opened");
    assert_eq!(&other.bytes()[..4], b"abc\0");
    assert_eq!(other.len(), rustix::param::page_size());
}

#[test]
fn it_grows_with_its_contents_and_the_other_side_follows() {
    let mut memory = MappedFile::anonymous(1).expect("memory");
    let mut other =
        MappedFile::open(memory.file().try_clone_to_owned().expect("a copy"), false).expect("opened");
    memory.bytes_mut()[0] = 7;
    memory.grow(1 << 20).expect("grown");
    memory.bytes_mut()[(1 << 20) - 1] = 9;
    other.follow().expect("followed");
    assert_eq!((other.bytes()[0], other.bytes()[(1 << 20) - 1]), (7, 9));
}

#[test]
fn a_file_without_a_name_is_in_the_folder_and_cannot_be_found_there() {
    let folder = std::env::temp_dir();
    let count = || std::fs::read_dir(&folder).expect("a folder").count();
    let before = count();
    let mut memory = match MappedFile::in_folder(&folder, 5000) {
        Ok(memory) => memory,
        // Not every file system has them.
        Err(error) if error.raw_os_error() == Some(libc::EOPNOTSUPP) => return,
        Err(error) => panic!("{error}"),
    };
    memory.bytes_mut()[4999] = 1;
    assert!(memory.is_on_disk() && memory.len() >= 5000);
    assert!(count() <= before);
}

#[test]
fn sealed_memory_cannot_be_written_or_cut_by_anybody() {
    let mut memory = MappedFile::anonymous(100).expect("memory");
    memory.bytes_mut()[0] = 1;
    assert!(!memory.is_sealed());
    memory.seal().expect("sealed");
    assert!(memory.is_sealed());
    assert!(memory.bytes_mut().is_empty());
    let copy = memory.file().try_clone_to_owned().expect("a copy");
    assert!(rustix::fs::ftruncate(&copy, 0).is_err());
    assert!(rustix::io::write(&copy, b"x").is_err());
    assert!(map(copy.as_fd(), 10, ProtFlags::READ | ProtFlags::WRITE).is_err());
    assert_eq!(memory.bytes()[0], 1);
}

#[test]
fn memory_that_may_shrink_is_not_opened() {
    let file =
        rustix::fs::memfd_create("bare", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).expect("a file");
    rustix::fs::ftruncate(&file, 10).expect("ten bytes");
    assert!(MappedFile::open(file, false).is_err());
}

#[test]
fn more_than_there_can_be_is_an_error() {
    assert!(MappedFile::anonymous(usize::MAX).is_err());
    assert!(MappedFile::anonymous(isize::MAX as usize).is_err());
}
