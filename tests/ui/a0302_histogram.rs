use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], idx: &[usize]) {
    for i in 0..idx.len() {
        a[idx[i]] += 1.0;
    }
}

fn main() {}
