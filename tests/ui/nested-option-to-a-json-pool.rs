use wirecheck::{Json, Pool};

fn main() {
    let pool = Pool::<Json>::in_format().build().unwrap();
    let _ = pool.map(|x: Option<Option<u8>>| x.is_some(), [None]);
}
