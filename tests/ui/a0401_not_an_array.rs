//! `#[parallel]` demands that a loop runs in parallel, so its arrays must be arrays.
use hotloop::accel;

struct Ring(Vec<f64>);

impl std::ops::Index<usize> for Ring {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.0[i % self.0.len()]
    }
}

#[accel]
fn unroll(ring: &Ring, out: &mut [f64]) {
    #[parallel]
    for i in 0..out.len() {
        out[i] = ring[i];
    }
}

fn main() {}
