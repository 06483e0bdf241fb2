use wirecheck::{Error, Pool, closure};

fn main() -> Result<(), Error> {
    wirecheck::init();
    let pool = Pool::builder().workers(1).build()?;
    let error = pool.map(|x: u64| x * x, [1, 2]).unwrap_err();
    assert!(error.is_refused());
    let said = error.to_string();
    let (before, after) = said.split_once("`, given at ").expect("the name, then the place");
    assert!(
        before.starts_with("[WC0099] a closure cannot be sent to another process as it is: `")
            && before.ends_with("::main::{{closure}}"),
        "{said}"
    );
    assert!(after.contains("WC0099-bare-closure.rs:6:22; help: wrap it in `closure!`"), "{said}");
    assert_eq!(pool.map(closure!(|x: u64| x * x), [1, 2])?, [1, 4]);
    Ok(())
}
