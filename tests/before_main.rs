//! `test_support!`: a worker of a test program serves once every constructor of the program has run.
#![allow(unsafe_code, reason = "a constructor, as a C++ library has them")]

mod support;

use std::sync::atomic::{AtomicU32, Ordering};
use support::alone;
use wirecheck::Pool;

static BEFORE: AtomicU32 = AtomicU32::new(0);
static AFTER: AtomicU32 = AtomicU32::new(0);

extern "C" fn before() {
    BEFORE.fetch_add(1, Ordering::Relaxed);
}

extern "C" fn after() {
    AFTER.fetch_add(1, Ordering::Relaxed);
}

// One that the loader calls before all without a number, and one that stands at the end of the table.
#[used]
// SAFETY: the section holds addresses of functions of the C ABI, which is what this is.
#[unsafe(link_section = ".init_array.00200")]
static RUN_BEFORE: extern "C" fn() = before;

wirecheck::test_support!();

// SAFETY: the template only emits data, one more address in the table of constructors.
std::arch::global_asm!(
    ".pushsection .init_array,\"aw\",@init_array",
    ".balign 8",
    ".quad {after}",
    ".quad {after}",
    ".popsection",
    after = sym after,
);

fn constructed((): ()) -> [u32; 2] {
    [BEFORE.load(Ordering::Relaxed), AFTER.load(Ordering::Relaxed)]
}

#[test]
fn every_constructor_has_run_once_when_a_task_does() {
    let _alone = alone();
    assert_eq!(constructed(()), [1, 2], "in this process the loader has called them");
    let pool = Pool::builder().workers(2).build().unwrap();
    assert_eq!(pool.map(constructed, [(); 4]).unwrap(), [[1, 2]; 4]);
}
