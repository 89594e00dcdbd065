//! Annotated functions without loops.
use hotloop::accel;

#[accel]
pub fn softplus(x: f64) -> f64 {
    (shifted(x) + 1.0).ln()
}

#[accel]
fn shifted(x: f64) -> f64 {
    x.exp()
}
