use wirecheck::closure;

fn main() {
    let name = Some(String::from("n"));
    let _ = closure!(|_: u64| name.unwrap());
    let choice = Some(String::from("n"));
    let _ = closure!(|_: u64| match choice {
        Some(text) => text,
        None => String::new(),
    });
}
