use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for x in a.iter_mut() {
        *x = 1.0;
    }
}

fn main() {}
