//! A program that forgot `wirecheck::init()`: the pool must refuse, not multiply.

fn main() {
    match wirecheck::Pool::builder().workers(2).build() {
        Ok(_) => println!("a pool without init"),
        Err(error) => println!("{error}"),
    }
}
