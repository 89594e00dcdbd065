//! Other attributes and qualifiers beside ours.
#![deny(warnings)]
use hotloop::accel;

#[accel(parallel)]
#[target_feature(enable = "sse2")]
pub fn with_features(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] += 1.0;
    }
}

#[accel]
#[target_feature(enable = "sse2")]
pub fn helper_with_features(x: f64) -> f64 {
    x.exp()
}

#[accel]
pub extern "C-unwind" fn unwinding(x: f64) -> f64 {
    x.exp()
}

/// Declared below, in another order.
#[inline(never)]
#[accel(parallel)]
#[must_use]
pub fn between(a: &[u32]) -> u32 {
    let mut s = 0;
    for i in 0..a.len() {
        s += a[i];
    }
    s
}

pub struct Service(pub Vec<f64>);

#[accel(parallel)]
impl Service {
    pub async fn asynchronous(&mut self) {
        for i in 0..self.0.len() {
            self.0[i] += 1.0;
        }
    }

    pub fn synchronous(&mut self) {
        for i in 0..self.0.len() {
            self.0[i] += 1.0;
        }
    }
}

/// # Safety
/// None is needed.
pub unsafe trait Unsafe {
    fn run(&mut self);
}

#[accel(parallel)]
unsafe impl Unsafe for Service {
    fn run(&mut self) {
        for i in 0..self.0.len() {
            self.0[i] += 1.0;
        }
    }
}

#[accel]
/// # Safety
/// None is needed.
pub unsafe trait Defaulted {
    fn data(&mut self) -> &mut [f64];
    fn run_by_default(&mut self) {
        let a = self.data();
        for i in 0..a.len() {
            a[i] += 1.0;
        }
    }
}

#[accel(parallel('rows), serial('time))]
impl Service {
    pub fn heat(&mut self, n: usize) {
        'time: for _ in 0..n {
            'rows: for i in 0..self.0.len() {
                self.0[i] *= 0.5;
            }
        }
    }
    pub fn cool(&mut self, n: usize) {
        'time: for _ in 0..n {
            for i in 1..self.0.len() {
                self.0[i] += self.0[i - 1];
            }
        }
    }
}

#[accel]
fn main() {
    let mut a = vec![0.0; 100];
    for i in 0..a.len() {
        a[i] = 1.0;
    }
    let mut s = Service(a);
    s.synchronous();
    s.run();
    s.heat(2);
    s.cool(0);
    assert_eq!(s.0[99], 0.75);
    let _ = s.asynchronous();
    assert_eq!(between(&[1; 100]), 100);
    assert_eq!(unwinding(0.0), 1.0);
    unsafe {
        with_features(&mut s.0);
        assert!(helper_with_features(0.0) == 1.0);
    }
}
