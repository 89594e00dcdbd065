use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel(parallel('row))]
impl Grid {
    fn step(&mut self) {
        'rows: for i in 0..self.u.len() {
            self.u[i] = 0.0;
        }
        'again: for i in 0..self.u.len() {
            self.u[i] = 1.0;
        }
    }
}

fn main() {}
