use hotloop::accel;

#[accel]
fn f(a: &[f64], out: &mut [f64], n: usize) {
    for i in 0..n {
        #[parallel]
        for j in 0..n {
            out[i] += a[i * n + j];
        }
    }
}

fn main() {}
