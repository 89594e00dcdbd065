use hotloop::accel;

static mut LAST: usize = 0;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        LAST = i;
        a[i] = 1.0;
    }
}

fn main() {}
