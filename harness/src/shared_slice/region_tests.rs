use super::*;
use crate::sys::{MappedFile, SealedView};

fn region(len: usize) -> Arc<Region> {
    Region::of_whole(SealedMemory::whole(MappedFile::anonymous(len).expect("memory")).expect("sealed"))
}

fn file_of(region: &Region) -> OwnedFd {
    region.file().try_clone_to_owned().expect("a copy")
}

#[derive(Debug, Default)]
struct Log(Mutex<Vec<u64>>);

impl Holder for Log {
    fn forget(&self, id: u64) {
        self.0.lock().expect("not poisoned").push(id);
    }
}

#[test]
fn a_region_is_found_while_it_is_alive() {
    let one = region(10);
    let other = region(10);
    assert_ne!(one.id(), other.id());
    assert!(Arc::ptr_eq(&Region::find(one.id()).expect("alive"), &one));
    let id = one.id();
    drop(one);
    assert!(Region::find(id).is_none());
    assert!(Region::find(0).is_none());
}

#[test]
fn one_that_is_known_is_not_mapped_again() {
    let region = region(10);
    let adopted = Region::adopt(region.id(), file_of(&region)).expect("adopted");
    assert!(Arc::ptr_eq(&region, &adopted));
}

#[test]
fn one_from_elsewhere_is_the_same_memory_and_can_be_passed_on() {
    let mut memory = MappedFile::anonymous(8).expect("memory");
    memory.bytes_mut()[..3].copy_from_slice(b"abc");
    let made = Region::of_whole(SealedMemory::whole(memory).expect("sealed"));
    let adopted = Region::adopt(next_id(), file_of(&made)).expect("adopted");
    assert!(Region::find(adopted.id()).is_some());
    let view = SealedView::<[u8], _>::new(Arc::clone(&adopted), Region::memory, 0, 3).expect("a view");
    assert_eq!(&*view, b"abc");
    let again = Region::adopt(next_id(), file_of(&adopted)).expect("adopted from the second");
    let view = SealedView::<[u8], _>::new(again, Region::memory, 0, 3).expect("a view");
    assert_eq!(&*view, b"abc");
}

#[test]
fn what_is_not_sealed_memory_is_not_adopted() {
    let memory = MappedFile::anonymous(10).expect("memory");
    let file = memory.file().try_clone_to_owned().expect("a copy");
    let error = Region::adopt(next_id(), file).expect_err("refused");
    assert!(error.to_string().contains("not sealed"), "{error}");
    let file = std::fs::File::open("/proc/self/exe").expect("a file");
    assert!(Region::adopt(next_id(), file.into()).is_err());
}

#[test]
fn holders_are_told_once() {
    let (kept, gone) = (Arc::new(Log::default()), Arc::new(Log::default()));
    let region = region(10);
    let id = region.id();
    for holder in [&kept, &gone] {
        let holder: Arc<dyn Holder> = holder.clone();
        assert!(region.held_by(&holder));
        assert!(!region.held_by(&holder));
    }
    drop(gone);
    assert!(kept.0.lock().expect("not poisoned").is_empty());
    drop(region);
    assert_eq!(*kept.0.lock().expect("not poisoned"), [id]);
}

#[test]
fn threads_that_adopt_the_same_get_the_same() {
    let made = region(1 << 16);
    for _ in 0..50 {
        let id = next_id();
        let adopted: Vec<Arc<Region>> = std::thread::scope(|scope| {
            let adopt = || Region::adopt(id, file_of(&made)).expect("adopted");
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(adopt)).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert!(adopted.iter().all(|region| Arc::ptr_eq(region, &adopted[0])));
    }
}
