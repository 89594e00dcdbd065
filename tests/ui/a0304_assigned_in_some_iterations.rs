use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    let mut last = 0;
    for i in 0..a.len() {
        if a[i] > 0.0 {
            last = i;
        }
    }
    a[0] = last as f64;
}

fn main() {}
