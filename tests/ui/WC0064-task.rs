use wirecheck::{Error, Inline};

fn double(x: u32) -> u32 {
    x * 2
}

fn run(backend: &Inline) -> Result<Vec<u32>, Error> {
    backend.map("double", [1, 2])
}

fn main() {}
