// Heads: steps, reversal, counters, chains; what control does to them.

#[accel(parallel)]
fn steps(a: &mut [f64], n: usize) {
    for i in (0..n).step_by(2) { //~ parallel
        a[i] = a[i + 1]; //~ guarded a[i + 1], =a[i]
    }
}

#[accel(parallel)]
fn steps_that_meet(a: &mut [f64], n: usize) {
    for i in (0..n).step_by(2) { //~ serial
        a[i] = a[i + 2]; //~ guarded a[i + 2], =a[i]; anti =a[i], a[i + 2] over i, distance 1
    }
}

// Backwards the element that is read has been written.
#[accel(parallel)]
fn reversed(a: &mut [f64], n: usize) {
    for i in (0..n).rev() { //~ serial
        a[i] = a[i + 1]; //~ guarded a[i + 1], =a[i]; flow =a[i], a[i + 1] over i, distance 1
    }
}

#[accel(parallel)]
fn reversed_steps(a: &mut [f64], n: usize) {
    for i in (0..n).step_by(2).rev() { //~ serial
        a[i] = a[i + 2]; //~ guarded a[i + 2], =a[i]; flow =a[i], a[i + 2] over i, distance 1
    }
}

#[accel(parallel)]
fn steps_of_what_is_reversed(a: &mut [f64], n: usize) {
    for i in (0..n).rev().step_by(2) { //~ serial
        a[i] = a[i + 2]; //~ guarded a[i + 2], =a[i]; flow =a[i], a[i + 2] over i, distance 1
    }
}

#[accel(parallel)]
fn reversed_twice(a: &mut [f64], n: usize) {
    for i in (0..n).rev().rev() { //~ serial
        a[i] = a[i + 1]; //~ guarded a[i + 1], =a[i]; anti =a[i], a[i + 1] over i, distance 1
    }
}

#[accel(parallel)]
fn counter(a: &mut [f64], n: usize) {
    let mut i = 0;
    while i < n { //~ parallel
        a[i] = 1.0; //~ guarded =a[i]
        i += 1;
    }
}

#[accel]
fn counter_that_jumps(a: &mut [f64], n: usize) {
    let mut i = 0;
    while i < n { //~ as written; A0202 while
        a[i] = 1.0;
        i = i * 2 + 1;
    }
}

#[accel]
fn early_exit(a: &mut [f64], x: &[f64]) {
    for i in 0..x.len() { //~ as written
        if x[i] < 0.0 {
            break; //~ A0211 break
        }
        a[i] = x[i];
    }
}

#[accel]
fn return_from_inside(x: &[f64]) -> Option<usize> {
    for i in 0..x.len() { //~ as written
        if x[i] < 0.0 {
            return Some(i); //~ A0211 return Some(i)
        }
    }
    None
}

#[accel(parallel)]
fn inner_exit(a: &mut [f64], x: &[f64]) {
    for i in 0..x.len() { //~ parallel; if: the subscript of `a[i]` does not overflow
        for k in 0..100 {
            if x[i] < k as f64 { //~ guarded x[i]
                break;
            }
            a[i] += 1.0; //~ checked =a[i]
        }
    }
}

#[accel(parallel)]
fn chain(a: &mut [f64], b: &[f64]) {
    for (x, y) in a.iter_mut().zip(b) { //~ parallel
        *x += *y;
    }
}

#[accel(parallel)]
fn chain_beside_an_access(a: &[f64], b: &mut [f64]) {
    for (i, x) in a.iter().enumerate() { //~ parallel
        b[i] = *x; //~ guarded =b[i]
    }
}

#[accel(parallel)]
fn chain_that_meets(a: &[f64], b: &mut [f64]) {
    for (i, x) in a.iter().enumerate() { //~ serial
        b[i + 1] = b[i] + *x; //~ guarded b[i], =b[i + 1]; flow =b[i + 1], b[i] over (i, x), distance 1
    }
}
