// Calls and effects, without and with `nogil`.

#[accel(parallel)]
fn call(a: &[f64], b: &mut [f64]) {
    for i in 0..b.len() { //~ serial
        b[i] = f(a[i]); //~ guarded a[i], =b[i]; A0601 f
    }
}

#[accel(parallel, nogil)]
fn call_declared_free(a: &[f64], b: &mut [f64]) {
    for i in 0..b.len() { //~ parallel
        b[i] = f(a[i]); //~ guarded a[i], =b[i]
    }
}

#[accel(parallel)]
fn elementary(a: &[f64], b: &mut [f64]) {
    for i in 0..b.len() { //~ parallel
        b[i] = a[i].exp(); //~ guarded a[i], =b[i]
    }
}

#[accel(parallel, nogil)]
fn atomic(a: &[f64], b: &mut [usize], next: &std::sync::atomic::AtomicUsize) {
    for i in 0..b.len() { //~ serial
        b[i] = next.fetch_add(1, Relaxed); //~ guarded =b[i]; A0602 fetch_add
    }
}

#[accel(parallel)]
fn print(a: &[f64]) {
    for i in 0..a.len() { //~ as written
        println!("{}", a[i]); //~ A0210 println
    }
}

#[accel(parallel)]
fn unsafe_code(a: &mut [f64]) {
    for i in 0..a.len() { //~ as written
        a[i] = unsafe { *a.as_ptr() }; //~ A0603 unsafe { * a.as_ptr() }
    }
}

#[accel(parallel)]
fn whole(a: &mut [f64], n: usize) {
    for i in 0..n { //~ as written
        a[i] = total(a); //~ A0305 a
    }
}
