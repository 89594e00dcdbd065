use hotloop::accel;

#[accel(parallel, nogil)]
fn f(a: &mut [f64], b: &mut Vec<f64>) {
    for i in 0..a.len() {
        for _ in 0..b.len() {
            a[i] += 1.0;
        }
    }
}

fn main() {}
