use super::*;

/// Pages that this thread got for the first time.
fn new_pages() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/stat").expect("about this thread");
    // The name, in parentheses, may hold spaces; the eighth field after it counts the pages.
    let after = stat.rsplit_once(')').expect("a name").1;
    after.split_whitespace().nth(7).and_then(|count| count.parse().ok()).expect("a count")
}

/// New pages for a value of 16 MiB, after one of the same length was freed.
fn pages_of_second_value() -> u64 {
    let value = || drop(std::hint::black_box(vec![1_u8; 16 << 20]));
    value();
    let before = new_pages();
    value();
    new_pages() - before
}

#[test]
fn memory_is_kept_in_a_process_of_many_threads() {
    // The thread that runs the tests is another one.
    assert!(!has_one_thread());
    keep_freed();
    let pages = pages_of_second_value();
    assert!(pages < 64, "{pages} new pages for a value of 4096");
    release_freed();
    let pages = pages_of_second_value();
    assert!(pages < 64, "{pages} new pages after a release");
}
