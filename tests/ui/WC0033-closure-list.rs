use wirecheck::closure;

struct Scale(u64);

impl Scale {
    fn apply(&self) {
        let _ = closure!([self] |x: u64| x * self.0);
    }
}

fn main() {
    let by = 2;
    let _ = closure!([by] |by: u64| by);
    let _ = closure!([by, by] |x: u64| x * by);
    Scale(1).apply();
}
