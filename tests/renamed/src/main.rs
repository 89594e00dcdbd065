//! Every kind of generated code under another name of hotloop: the program must build, and print its results.
#![forbid(unsafe_code)]

mod facade {
    pub use hl as loops;
}

macro_rules! by_macro {
    ($name:ident) => {
        #[hl::accel(parallel, crate = $crate::facade::loops)]
        fn $name(a: &mut [f64]) {
            for i in 0..a.len() {
                a[i] += 1.0;
            }
        }
    };
}
by_macro!(written_by_a_macro);

#[hl::accel(parallel, nogil, threads = 2, grain = 100, isa("x86-64-v3"), fastmath, crate = hl)]
fn softmax(z: &[f64], out: &mut [f64]) {
    let mut sum = 0.0;
    for i in 0..z.len() {
        sum += z[i].exp();
    }
    for i in 0..z.len() {
        out[i] = z[i].exp() / sum;
    }
}

struct Field {
    u: Vec<f64>,
    v: Vec<f64>,
}

impl Field {
    #[hl::accel(parallel, nogil, crate = crate::facade::loops)]
    fn step(&mut self, n: usize) -> f64 {
        let mut greatest = 0.0f64;
        #[parallel]
        for i in 1..n - 1 {
            self.v[i] = (0.5 * (self.u[i - 1] + self.u[i + 1])).sin();
        }
        for i in 0..n {
            greatest = greatest.max((self.v[i] - self.u[i]).abs());
        }
        greatest.cos()
    }
}

struct Pair(Vec<f64>, Vec<f64>);

#[hl::accel(parallel, nogil, crate = hl)]
impl Pair {
    fn double(&mut self) {
        for i in 0..self.0.len() {
            self.0[i] *= 2.0;
        }
    }

    /// Another path than the block's.
    #[hl::accel(fastmath, crate = crate::facade::loops)]
    fn dot(&self) -> f64 {
        let mut sum = 0.0;
        for i in 0..self.0.len() {
            sum += self.0[i] * self.1[i];
        }
        sum.exp()
    }
}

/// A method with an attribute of its own keeps the path of the block.
#[hl::accel(parallel, nogil, crate = crate::facade::loops)]
impl Field {
    fn damp(x: f64) -> f64 {
        (-x * x).exp()
    }

    fn damped(&mut self) {
        for i in 0..self.u.len() {
            self.u[i] = Self::damp(self.v[i]);
        }
    }

    #[hl::accel]
    fn total(&self) -> f64 {
        let mut sum = 0.0;
        for i in 0..self.u.len() {
            sum += self.u[i];
        }
        sum
    }
}

fn main() {
    let z: Vec<f64> = (0..1000).map(|i| (i % 7) as f64).collect();
    let mut out = vec![0.0; 1000];
    softmax(&z, &mut out);
    assert!((out.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let mut field = Field { u: z, v: vec![0.0; 1000] };
    assert!(field.step(1000) <= 1.0);
    field.damped();
    assert!(field.total() > 0.0);
    written_by_a_macro(&mut out);
    let mut pair = Pair(vec![1.0; 100], vec![0.0; 100]);
    pair.double();
    assert_eq!((pair.0[7], pair.dot()), (2.0, 1.0));
    let fast: u64 = hl::stats().iter().map(|s| s.fast).sum();
    println!("{} loops, {fast} fast", hl::stats().len());
}
