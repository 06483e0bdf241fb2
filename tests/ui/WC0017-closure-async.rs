use wirecheck::closure;

fn main() {
    let by = 1u32;
    let _ = closure!(|x: u32| async move { x + by });
    let _ = closure!(async |x: u32| x + by);
}
