use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel(parallel)]
impl Grid {
    fn step(&mut self) {
        #[serial]
        for i in 0..self.u.len() {
            self.u[i] = 0.0;
        }
    }
}

fn main() {}
