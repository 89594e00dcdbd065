use hotloop::accel;

#[accel(isa("x86-64-v2"))]
fn f0(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(isa("avx"))]
fn f1(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
