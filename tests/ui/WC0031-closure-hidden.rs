use wirecheck::closure;

macro_rules! twice {
    ($($value:tt)*) => {
        2 * $($value)*
    };
}

fn main() {
    let (by, name) = (3, String::from("n"));
    let _ = closure!(|x: u64| x * by + twice!(by));
    let _ = closure!(|x: u64| twice!(format!("{name}").len()) + name.len());
}
