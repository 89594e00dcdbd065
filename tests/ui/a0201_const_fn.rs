use hotloop::accel;

#[accel]
const fn f(x: f64) -> f64 {
    x
}

fn main() {}
