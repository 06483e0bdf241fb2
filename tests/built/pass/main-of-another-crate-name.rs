//! The library under another name.

#![forbid(unsafe_code)]
#![deny(warnings)]

mod inner {
    pub use wirecheck as elsewhere;
}

#[wirecheck::main(crate = inner::elsewhere)]
fn main() -> Result<(), inner::elsewhere::Error> {
    let by = 3;
    let pool = inner::elsewhere::Pool::builder().workers(1).build()?;
    assert_eq!(pool.map(inner::elsewhere::closure!(|x: u64| x * by), [1])?, [3]);
    Ok(())
}
