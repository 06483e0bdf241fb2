use wirecheck::Pool;

fn main() {
    let text = String::from("captured");
    let _ = Pool::new().unwrap().map(move |n: usize| text.len() + n, [1]);
}
