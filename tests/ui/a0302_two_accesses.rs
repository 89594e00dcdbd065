use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], idx: &[usize]) {
    for i in 0..idx.len() {
        a[i] = a[idx[i]];
    }
}

fn main() {}
