use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64], b: &[f64]) -> (f64, f64, usize) {
    let (mut m, mut n, mut at) = (0.0, 0.0, 0);
    for i in 0..a.len() {
        if a[i] > m {
            m = a[i];
            at = i;
        }
        if b[i] > n {
            n = b[i];
            at = i;
        }
    }
    (m, n, at)
}

fn main() {}
