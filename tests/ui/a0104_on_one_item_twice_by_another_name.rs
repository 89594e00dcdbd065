use hotloop::accel;
use hotloop::accel as fast;

#[accel]
#[fast]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
