use hotloop::accel;

#[accel]
fn f(a: &[f64], b: &[f64], c: &mut [f64], n: usize) {
    #[parallel]
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
    }
}

fn main() {}
