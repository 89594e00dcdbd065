use hotloop::accel;

#[accel(parallel)]
mod kernels {
    pub fn f(_: &mut [f64]) {}
}

fn main() {}
