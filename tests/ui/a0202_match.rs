use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = match i {
            0 => 1.0,
            _ => 2.0,
        };
    }
}

fn main() {}
