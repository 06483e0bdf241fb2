#[wirecheck::main(workers = 3)]
fn main() {}
