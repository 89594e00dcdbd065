// Conditions around accesses, indirect subscripts, fields.

#[accel(parallel)]
fn of_the_domain(a: &[f64], b: &mut [f64]) {
    for i in 0..b.len() { //~ parallel
        if i > 0 {
            b[i] = a[i - 1]; //~ guarded a[i - 1], =b[i]
        }
    }
}

#[accel(parallel)]
fn of_data(a: &[f64], b: &mut [f64]) {
    for i in 0..b.len() { //~ parallel
        if a[i] > 0.0 { //~ guarded a[i]
            b[i] = a[i + 1]; //~ guarded a[i + 1], =b[i]
        }
    }
}

#[accel(parallel)]
fn from_which_nothing_follows(a: &[f64], b: &mut [f64]) {
    for i in 0..b.len() { //~ parallel
        if i % 2 == 1 {
            b[i] = a[i - 1]; //~ guarded =b[i]; checked a[i - 1]
        }
    }
}

#[accel(parallel)]
fn gather(a: &[f64], k: &[usize], b: &mut [f64]) {
    for i in 0..b.len() { //~ parallel
        b[i] = a[k[i]]; //~ guarded k[i], =b[i]; checked a[k[i]]
    }
}

#[accel(parallel)]
fn scatter(a: &mut [f64], k: &[usize]) {
    for i in 0..k.len() { //~ serial
        a[k[i]] = 1.0; //~ guarded k[i]; checked =a[k[i]]; A0302 a[k[i]]
    }
}

struct P {
    x: f64,
    y: f64,
}

// Two fields never conflict.
#[accel(parallel)]
fn fields(p: &mut [P], n: usize) {
    for i in 0..n { //~ parallel
        p[i].x = p[i + 1].y; //~ guarded p[i + 1].y, =p[i].x
    }
}

#[accel(parallel)]
fn one_field(p: &mut [P], n: usize) {
    for i in 0..n { //~ serial
        p[i].x = p[i + 1].x; //~ guarded p[i + 1].x, =p[i].x; anti =p[i].x, p[i + 1].x over i, distance 1
    }
}
