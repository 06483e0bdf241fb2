use wirecheck::closure;

fn scale(x: f64) -> f64 {
    x
}

fn main() {
    let _ = closure!(scale);
    let _ = closure!();
    let _ = closure!(|x: f64| x, 3);
    let _ = closure!([x.y] |x: f64| x);
}
