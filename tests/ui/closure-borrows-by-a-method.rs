use wirecheck::closure;

fn main() {
    let names = vec![String::from("a")];
    let _ = closure!(|at: usize| names[at].as_str());
    let _ = closure!(|name: String| name.trim());
}
