use wirecheck::{Error, Pool};

#[derive(Clone, Copy)]
struct Ready(());

impl Ready {
    fn get(self) -> u64 {
        1
    }
}

static READY: Ready = Ready(());

fn main() -> Result<(), Error> {
    wirecheck::init();
    let ready: &'static Ready = &READY;
    let read = Pool::new()?.map(move |x: u64| x + ready.get(), [1, 2])?;
    println!("{read:?}");
    Ok(())
}
