use wirecheck::closure;

fn main() {
    let list = vec![1u64];
    let _ = closure!(|x: u64| list.push(x));
}
