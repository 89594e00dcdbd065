use hotloop::accel;

#[accel(math = "std", fastmath(afn))]
fn f0(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(fastmath, math = "std")]
fn f1(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
