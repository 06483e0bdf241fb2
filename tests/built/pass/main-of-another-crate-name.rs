//! The library under another name.

#![forbid(unsafe_code)]
#![deny(warnings)]

mod inner {
    pub use wirecheck as renamed;
}

#[wirecheck::main(crate = inner::renamed)]
fn main() -> Result<(), inner::renamed::Error> {
    let by = 3;
    let pool = inner::renamed::Pool::builder().workers(1).build()?;
    assert_eq!(pool.map(inner::renamed::closure!(|x: u64| x * by), [1])?, [3]);
    Ok(())
}
