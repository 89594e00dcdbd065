// What a scalar is: private, last-private, induction, carried.

#[accel(parallel)]
fn own(a: &[f64], b: &mut [f64]) {
    for i in 0..b.len() { //~ parallel
        let t = a[i] * 2.0; //~ guarded a[i]
        b[i] = t; //~ guarded =b[i]
    }
}

#[accel(parallel)]
fn private(a: &[f64], b: &mut [f64]) -> f64 {
    let mut t = 0.0;
    for i in 0..b.len() { //~ parallel; private, last value kept: t
        t = a[i]; //~ guarded a[i]
        b[i] = t; //~ guarded =b[i]
    }
    t
}

#[accel(parallel)]
fn sometimes(a: &[f64], b: &mut [f64]) -> f64 {
    let mut t = 0.0;
    for i in 0..b.len() { //~ parallel; private, last assigned value kept: t
        if a[i] > 0.0 { //~ guarded a[i]
            t = a[i]; //~ guarded a[i]
            b[i] = t; //~ guarded =b[i]
        }
    }
    t
}

#[accel(parallel)]
fn induction(a: &mut [f64], n: usize) {
    let mut k = 0;
    for i in 0..n { //~ parallel; induction variable: k
        a[k] = i as f64; //~ guarded =a[k]
        k += 2;
    }
}

#[accel(parallel)]
fn carried(a: &[f64], b: &mut [f64]) {
    let mut last = 0.0;
    for i in 0..b.len() { //~ serial; carried: last
        b[i] = last; //~ guarded =b[i]; A0303 last
        last = a[i]; //~ guarded a[i]
    }
}

// Set in some iterations, read in all.
#[accel(parallel)]
fn carried_on_a_condition(a: &[f64], b: &mut [f64]) {
    let mut last = 0.0;
    for i in 0..b.len() { //~ serial; carried: last
        if a[i] > 0.0 { //~ guarded a[i]
            last = a[i]; //~ guarded a[i]
        }
        b[i] = last; //~ guarded =b[i]; A0303 last
    }
}
