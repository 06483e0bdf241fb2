use wirecheck::closure;

fn twice(x: u32) -> u32 {
    2 * x
}

fn main() {
    let _ = closure!(|xs: Vec<u32>| xs.into_iter().map(twice).sum::<u32>());
}
