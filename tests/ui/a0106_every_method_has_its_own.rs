use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel(parallel, nogil)]
impl Grid {
    #[accel]
    fn step(&mut self) {
        for i in 0..self.u.len() {
            self.u[i] = 0.0;
        }
    }
}

fn main() {}
