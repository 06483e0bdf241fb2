use wirecheck::closure;

fn main() {
    let owner = String::from("abc");
    let text: &str = &owner;
    let _ = closure!(|n: usize| text.len() + n);
}
