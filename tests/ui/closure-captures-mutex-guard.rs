use std::sync::Mutex;
use wirecheck::closure;

fn main() {
    let total = Mutex::new(3u32);
    let guard = total.lock().unwrap();
    let _ = closure!(|x: u32| x + *guard);
}
