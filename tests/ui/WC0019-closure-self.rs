struct Scale {
    by: f64,
}

impl Scale {
    fn apply(&self) {
        let _ = wirecheck::closure!(|x: f64| x * self.by + self.by);
    }
}

fn main() {
    Scale { by: 1.0 }.apply();
}
