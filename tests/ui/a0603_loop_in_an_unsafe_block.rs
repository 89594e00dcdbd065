use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], x: *const f64) {
    unsafe {
        for i in 0..a.len() {
            a[i] = x.read();
        }
    }
}

fn main() {}
