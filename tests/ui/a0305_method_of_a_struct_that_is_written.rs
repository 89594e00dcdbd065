use hotloop::accel;

struct Grid {
    out: Vec<f64>,
}

impl Grid {
    fn cost(&self, i: usize) -> f64 {
        i as f64
    }

    #[accel(parallel, nogil)]
    fn step(&mut self) {
        for i in 0..self.out.len() {
            self.out[i] = self.cost(i);
        }
    }
}

fn main() {}
