use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = if matches!(i, 0 | 5) { 1.0 } else { 2.0 };
    }
}

fn main() {}
