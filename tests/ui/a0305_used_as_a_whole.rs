use hotloop::accel;

fn total(a: &[f64]) -> f64 {
    a.iter().sum()
}

#[accel(parallel, nogil)]
fn f(a: &mut Vec<f64>) {
    for i in 0..a.len() {
        a[i] = total(&a);
    }
}

fn main() {}
