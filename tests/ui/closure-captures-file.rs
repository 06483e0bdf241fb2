use std::fs::File;
use std::io::Read;
use wirecheck::closure;

fn main() {
    let file = File::open("data.txt").unwrap();
    let _ = closure!(|n: usize| (&file).bytes().take(n).count());
}
