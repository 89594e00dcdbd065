use hotloop::accel;

#[accel(parallel)]
struct Grid {
    u: Vec<f64>,
}

fn main() {}
