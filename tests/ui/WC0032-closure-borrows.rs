use wirecheck::closure;

fn main() {
    let names = vec![String::from("a")];
    let _ = closure!(|at: usize| &names[at]);
    let pair = (1u64, String::from("b"));
    let _ = closure!(|which: bool| if which { Some(&pair.1) } else { None });
    let _ = closure!(|name: String| -> &str { name.trim() });
    let list = vec![1u64];
    let _ = closure!(|n: usize| {
        if n > 3 {
            return &list[..3];
        }
        &list[..n]
    });
}
