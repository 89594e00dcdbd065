use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel]
impl Grid {
    #[cfg_attr(debug_assertions, accel(parallel))]
    fn step(&mut self) {
        for i in 0..self.u.len() {
            self.u[i] = 0.0;
        }
    }
}

fn main() {}
