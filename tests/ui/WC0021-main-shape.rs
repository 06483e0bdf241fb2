#[wirecheck::main]
async fn main() {}
