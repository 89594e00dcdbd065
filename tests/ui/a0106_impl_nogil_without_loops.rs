use hotloop::accel;

struct Grid {
    u: Vec<f64>,
}

#[accel(nogil)]
impl Grid {
    fn first(&self) -> f64 {
        self.u[0]
    }
}

fn main() {}
