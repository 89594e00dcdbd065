use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    let mut i = 0;
    while i < a.len() {
        a[i] = 1.0;
        i += 1;
    }
}

fn main() {}
