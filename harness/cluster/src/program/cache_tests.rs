use super::*;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};

fn cache(most: u64) -> (tempfile::TempDir, Cache) {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(&folder.path().join("a/b"), most).unwrap();
    (folder, cache)
}

fn name(number: u8) -> Digest {
    Digest([number; 32])
}

fn put(cache: &Cache, number: u8, bytes: usize) {
    let mut part = cache.begin(&name(number)).unwrap();
    part.write_all(&vec![number; bytes]).unwrap();
    part.keep().unwrap();
}

fn age(cache: &Cache, number: u8, seconds: u64) {
    let file = File::options().append(true).open(cache.place(&name(number))).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
}

#[test]
fn what_was_kept_is_found_and_what_was_not_leaves_nothing() {
    let (_folder, cache) = cache(1000);
    assert!(cache.find(&name(1)).is_none());
    put(&cache, 1, 10);
    let mut content = Vec::new();
    cache.find(&name(1)).unwrap().read_to_end(&mut content).unwrap();
    assert_eq!(content, [1; 10]);
    let mut part = cache.begin(&name(2)).unwrap();
    part.write_all(b"half").unwrap();
    drop(part);
    assert!(cache.find(&name(2)).is_none());
    assert_eq!(std::fs::read_dir(cache.folder()).unwrap().count(), 1);
    assert_eq!(cache.names(), [name(1)]);
    cache.remove(&name(1));
    cache.remove(&name(1));
    assert!(cache.find(&name(1)).is_none());
}

#[test]
fn what_was_not_used_for_longest_goes_first() {
    let (_folder, cache) = cache(100);
    for (number, seconds) in [(1, 300), (2, 200), (3, 100)] {
        put(&cache, number, 30);
        age(&cache, number, seconds);
    }
    assert!(cache.find(&name(1)).is_some(), "it counts as used now");
    put(&cache, 4, 30);
    let mut left = cache.names();
    left.sort_unstable_by_key(|name| name.0);
    assert_eq!(left, [name(1), name(3), name(4)]);
    // One that is larger than all may be.
    put(&cache, 5, 500);
    assert_eq!(cache.names(), [name(5)]);
}

#[test]
fn only_plain_files_count() {
    let (folder, cache) = cache(100);
    let elsewhere = folder.path().join("elsewhere");
    std::fs::write(&elsewhere, "x").unwrap();
    symlink(&elsewhere, cache.place(&name(1))).unwrap();
    std::fs::create_dir(cache.place(&name(2))).unwrap();
    std::fs::write(cache.folder().join("notes"), "mine").unwrap();
    assert!(cache.find(&name(1)).is_none() && cache.find(&name(2)).is_none());
    assert_eq!(cache.names(), []);
    put(&cache, 3, 500);
    assert!(cache.folder().join("notes").exists() && elsewhere.exists());
}

#[test]
fn parts_of_processes_that_are_gone_are_removed() {
    let (_folder, cache) = cache(100);
    for (file, seconds) in [("old.part", 7200), ("new.part", 10)] {
        let file = File::create(cache.folder().join(file)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
    }
    let again = Cache::open(cache.folder(), 100).unwrap();
    assert!(!again.folder().join("old.part").exists() && again.folder().join("new.part").exists());
}

#[test]
fn nobody_else_can_enter_it() {
    let (folder, cache) = cache(100);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!(mode(cache.folder()), 0o700);
    std::fs::set_permissions(cache.folder(), std::fs::Permissions::from_mode(0o750)).unwrap();
    let error = Cache::open(cache.folder(), 100).unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("WIRECHECK_NODE_CACHE"), "{error}");
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(Cache::open(&file, 100).unwrap_err().to_string().contains("cannot be used"));
}

#[test]
fn its_usual_place_is_below_the_home_of_the_user() {
    let of = |set: &[(&str, &str)]| {
        Cache::usual_folder(|name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
        })
    };
    assert_eq!(of(&[("HOME", "/home/me")]).unwrap(), Path::new("/home/me/.cache/wirecheck/programs"));
    let both = of(&[("HOME", "/home/me"), ("XDG_CACHE_HOME", "/cache")]);
    assert_eq!(both.unwrap(), Path::new("/cache/wirecheck/programs"));
    assert_eq!(of(&[("HOME", "here"), ("XDG_CACHE_HOME", "")]), None);
}
