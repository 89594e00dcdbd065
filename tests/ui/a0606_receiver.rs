use hotloop::accel;

use std::cell::Cell;

struct Counter {
    n: Cell<u32>,
    out: Vec<f64>,
}

impl Counter {
    #[accel(nogil)]
    fn count(&self) -> f64 {
        let mut s = 0.0;
        for i in 0..self.out.len() {
            s += self.out[i];
        }
        self.n.set(1);
        s
    }
}

fn main() {}
