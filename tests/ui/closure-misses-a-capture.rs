use wirecheck::closure;

macro_rules! times {
    ($a:ident, $b:ident) => {
        $a * $b
    };
}

fn main() {
    let by = 3u32;
    let _ = closure!(|x: u32| times!(x, by));
}
