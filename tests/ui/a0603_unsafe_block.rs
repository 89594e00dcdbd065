use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], x: *const f64) {
    for i in 0..a.len() {
        a[i] = unsafe { x.read() };
    }
}

fn main() {}
