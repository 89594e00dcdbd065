use hotloop::accel;

#[accel(parallel)]
fn f(#[cfg(all())] a: &mut [f64], #[cfg(any())] a: &mut Vec<f32>) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
