use hotloop::accel;

#[accel(parallel)]
fn f(x: f64) -> f64 {
    x.exp()
}

fn main() {}
