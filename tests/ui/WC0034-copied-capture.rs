use wirecheck::closure;

fn take(_: String) {}

fn main() {
    let name = String::from("n");
    let _ = closure!(|_: u64| name);
    let name = String::from("n");
    let _ = closure!(|_: u64| take(name));
    let items = vec![1u64];
    let _ = closure!(|x: u64| {
        let mut sum = x;
        for item in items {
            sum += item;
        }
        sum
    });
}
