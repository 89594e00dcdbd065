use hotloop::accel;

#[accel(fastmath(reassoc, afn, reassoc))]
fn f0(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(isa("x86-64-v3", "x86-64-v3"))]
fn f1(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
