use hotloop::accel;

#[accel(fastmaths)]
fn f0(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(maths = "std")]
fn f1(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(boundcheck)]
fn f2(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(parallel, thread = 2)]
fn f3(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(parallel, grains = 2)]
fn f4(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(iso("baseline"))]
fn f5(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(crates = hotloop)]
fn f6(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
