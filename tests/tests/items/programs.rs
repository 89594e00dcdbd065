//! Functions, methods and blocks as people write them. This file is compiled twice, see `../items.rs`: with
//! `accel!` as the attribute, and with `accel!` as nothing.

use std::collections::HashMap;
use std::fmt::{self, Display, Write as _};
use std::ops::{Add, AddAssign, Index, IndexMut, Mul, Neg, Sub};
use std::rc::Rc;
use std::sync::Arc;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i * 7 % 23) as f64 - 5.0).collect()
}

// Generics.

accel! { () {
    pub fn generic_axpy<T: Copy + Mul<Output = T> + AddAssign>(a: T, x: &[T], y: &mut [T]) {
        for i in 0..x.len() {
            y[i] += a * x[i];
        }
    }
} }
pub fn generics(n: usize) -> Vec<f64> {
    let mut y = ramp(n);
    generic_axpy(2.0, &ramp(n), &mut y);
    let mut k: Vec<i32> = (0..n as i32).collect();
    generic_axpy(3, &k.clone(), &mut k);
    y.extend(k.into_iter().map(f64::from));
    y
}

accel! { (nogil) {
    pub fn where_clause<T, U>(x: &[T], y: &[U]) -> T
    where
        T: Copy + Default + Add<Output = T> + From<U> + Send + Sync,
        U: Copy + Send + Sync,
        for<'a> &'a [T]: IntoIterator<Item = &'a T>,
    {
        let mut s = T::default();
        for i in 0..x.len().min(y.len()) {
            s = s + x[i] + T::from(y[i]);
        }
        s
    }
} }
pub fn where_clauses(n: usize) -> Vec<f64> {
    vec![where_clause(&ramp(n), &vec![1.5f32; n]), f64::from(where_clause(&vec![2i32; n], &vec![1i16; n]))]
}

accel! { (parallel) {
    pub fn constant<const N: usize, const M: usize>(a: &mut [f64; N], b: [f64; M]) -> [f64; M] {
        let mut out = b;
        for i in 0..N {
            a[i] += M as f64;
        }
        for j in 0..M {
            out[j] = out[j] * 2.0 + N as f64;
        }
        out
    }
} }
pub fn const_generics(n: usize) -> Vec<f64> {
    let mut a = [n as f64; 70];
    let b = constant(&mut a, [1.0; 41]);
    a.into_iter().chain(b).collect()
}

accel! { (parallel) {
    pub fn lifetime<'a, 'b: 'a>(a: &'a mut [f64], b: &'b [f64]) -> (&'a mut [f64], &'b f64) {
        for i in 0..b.len() {
            a[i] -= b[i];
        }
        (a, &b[0])
    }
} }
accel! { (parallel, nogil) {
    pub fn elided(a: &mut [f64], k: f64) -> &mut f64 {
        for i in 0..a.len() {
            a[i] *= k;
        }
        &mut a[0]
    }
} }
pub fn lifetimes(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    let b = ramp(n);
    let (c, first) = lifetime(&mut a, &b);
    c[0] += *first;
    *elided(&mut a, 3.0) += 1.0;
    a
}

accel! { (parallel, nogil) {
    pub fn impl_argument(f: impl Fn(f64) -> f64 + Send + Sync, a: &mut (impl AsMut<[f64]> + Send), k: impl Into<f64> + Send) {
        let k = k.into();
        let a = a.as_mut();
        for i in 0..a.len() {
            a[i] = f(a[i]) + k;
        }
    }
} }
accel! { (parallel, nogil) {
    pub fn impl_result<'a>(n: usize, k: &'a f64) -> impl Iterator<Item = f64> + use<'a> {
        let mut v = vec![0.0; n];
        let step = *k;
        for i in 0..n {
            v[i] = i as f64 * step;
        }
        v.into_iter().filter(move |x| *x > *k)
    }
} }
accel! { (parallel) {
    pub fn impl_closure(table: &[f64]) -> impl Fn(usize) -> Option<f64> + Clone + use<> {
        let mut copy = table.to_vec();
        for i in 0..copy.len() {
            copy[i] += 0.5;
        }
        move |k| copy.get(k).copied()
    }
} }
accel! { () {
    pub fn by_iterator(items: impl IntoIterator<Item = f64>) -> f64 {
        let mut s = 0.0;
        for x in items {
            s += x;
        }
        s
    }
} }
pub fn impl_traits(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    impl_argument(|x| x + 1.0, &mut a, 2.0f32);
    a.extend(impl_result(n, &1.5));
    a.extend(impl_closure(&ramp(n))(n / 2));
    a.push(by_iterator(ramp(n)));
    a
}

accel! { (parallel, nogil) {
    pub fn dynamic(f: &(dyn Fn(f64) -> f64 + Sync), g: fn(f64) -> f64, a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] = f(a[i]) + g(1.0);
        }
    }
} }
accel! { () {
    pub fn boxed_dynamic(f: Box<dyn Fn(usize) -> f64>, g: &mut dyn FnMut(f64), a: &mut Vec<f64>) {
        for i in 0..a.len() {
            a[i] += f(i);
            g(a[i]);
        }
    }
} }
accel! { (nogil) {
    pub fn higher_ranked<F>(f: F, rows: &[f64], out: &mut [f64], width: usize)
    where
        F: for<'r> Fn(&'r [f64], usize) -> &'r f64 + Sync + Send,
    {
        for i in 0..out.len() {
            out[i] = *f(rows, i * width);
        }
    }
} }
pub fn trait_objects(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    dynamic(&|x| x * 0.5, f64::sqrt, &mut a);
    let mut seen = Vec::new();
    boxed_dynamic(Box::new(|i| i as f64), &mut |x| seen.push(x), &mut a);
    let mut b = ramp(n / 2);
    higher_ranked(|r, k| &r[k], &a, &mut b, 2);
    a.into_iter().chain(seen).chain(b).collect()
}

accel! { (parallel) {
    pub extern "C" fn external_function(a: &mut [f64; 40], n: usize) -> f64 {
        for i in 0..40 {
            a[i] += n as f64;
        }
        a[0]
    }
} }
accel! { () {
    pub unsafe fn unsafe_function(a: *mut f64, n: usize) {
        for i in 0..n {
            unsafe { *a.add(i) += 1.0 };
        }
    }
} }
accel! { () {
    pub unsafe extern "C" fn unsafe_external(a: &mut [f64; 40]) {
        for i in 0..a.len() {
            a[i] += 1.0;
        }
    }
} }
pub fn external(n: usize) -> Vec<f64> {
    let mut a = [1.0; 40];
    let first = external_function(&mut a, n);
    unsafe {
        unsafe_function(a.as_mut_ptr(), 40);
        unsafe_external(&mut a);
    }
    a.into_iter().chain([first]).collect()
}

// Parameters.

accel! { (parallel, nogil) {
    pub fn patterns((a, b): (f64, f64), &k: &f64, [x, y]: [&[f64]; 2], Pair { left, right: r }: Pair, out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = a * x[i] + b * y[i] + k + left - r;
        }
    }
} }
#[derive(Clone, Copy)]
pub struct Pair {
    left: f64,
    right: f64,
}
accel! { (parallel, nogil) {
    pub fn mutable(mut a: Vec<f64>, mut k: f64, _: &str, _unused: (), mut n: usize) -> Vec<f64> {
        k += 1.0;
        n = n.min(a.len());
        for i in 0..n {
            a[i] += k;
        }
        a
    }
} }
accel! { (parallel) {
    pub fn attributes(#[allow(unused_variables)] unused: f64, #[cfg(all())] a: &mut [f64], #[cfg(any())] b: Nothing) {
        let n = a.len();
        for i in 0..n {
            out(i);
        }
        fn out(_: usize) {}
        let c = &mut a[..];
        for i in 0..n {
            c[i] += 2.0;
        }
    }
} }
accel! { (parallel, nogil) {
    pub fn r#match(r#type: &mut [f64], r#fn: f64) -> f64 {
        let mut r#loop = 0.0;
        for r#in in 0..r#type.len() {
            r#type[r#in] += r#fn;
            r#loop += r#type[r#in];
        }
        r#loop
    }
} }
accel! { (parallel) {
    pub fn optional(w: Option<&[f64]>, a: &mut [f64]) -> Option<f64> {
        if let Some(w) = w {
            for i in 0..a.len() {
                a[i] *= w[i];
            }
        }
        let Some(first) = a.first().copied() else { return None };
        for i in 0..a.len() {
            a[i] += first;
        }
        Some(first)
    }
} }
pub fn parameters(n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n];
    patterns((1.0, 2.0), &3.0, [&ramp(n), &ramp(n)], Pair { left: 4.0, right: 5.0 }, &mut out);
    let mut out = mutable(out, 1.0, "", (), n / 2);
    attributes(1.0, &mut out);
    let sum = r#match(&mut out, 2.0);
    optional(None, &mut out);
    let first = optional(Some(&ramp(n)), &mut out);
    out.extend(first);
    out.push(sum);
    out
}

// Results.

accel! { (parallel, nogil) {
    pub fn result(text: &str, a: &mut [f64]) -> Result<f64, std::num::ParseFloatError> {
        let k: f64 = text.parse()?;
        let mut s = 0.0;
        for i in 0..a.len() {
            s += a[i] * k;
        }
        let more = text.trim().parse::<f64>()?;
        for i in 0..a.len() {
            a[i] += more;
        }
        Ok(s)
    }
} }
accel! { (parallel, nogil) {
    pub fn never(a: &mut [f64]) -> ! {
        for i in 0..a.len() {
            a[i] = 2.0;
        }
        panic!("never returns: {}", a[0])
    }
} }
accel! { (parallel) {
    pub fn tail(a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] += 1.0;
        }
    }
} }
accel! { (parallel) {
    pub fn in_let(a: &[f64]) -> (f64, f64) {
        let sum = {
            let mut s = 0.0;
            for i in 0..a.len() {
                s += a[i];
            }
            s
        };
        let other = match a.len() {
            0 => 0.0,
            _ if sum > 0.0 => 1.0,
            _ => {
                let mut s = 0.0;
                for i in 0..a.len() {
                    s += a[i] * a[i];
                }
                s
            }
        };
        (sum, other)
    }
} }
accel! { (parallel) {
    pub fn recursion(a: &mut [f64]) -> usize {
        if a.len() < 2 {
            return 1;
        }
        for i in 0..a.len() {
            a[i] += 1.0;
        }
        let (left, right) = a.split_at_mut(a.len() / 2);
        recursion(left) + recursion(right)
    }
} }
pub fn results(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    let mut out = vec![result("1.5", &mut a).unwrap()];
    out.push(f64::from(u8::from(result("x", &mut a).is_err())));
    tail(&mut a);
    let (x, y) = in_let(&a);
    out.extend([x, y, recursion(&mut a) as f64]);
    out.extend(a);
    out
}
pub fn results_never(n: usize) -> Vec<f64> {
    never(&mut ramp(n))
}

// Inside the body.

accel! { (parallel) {
    pub fn inner_items<T: Into<f64>>(a: &mut [f64], k: T) -> f64 {
        use std::f64::consts::PI as HALF_TURN;
        const SIZE: usize = 3;
        static TABLE: [f64; SIZE] = [1.0, 2.0, 3.0];
        struct Inner<T>(T);
        impl<T: Copy> Inner<T> {
            fn get(&self) -> T {
                self.0
            }
        }
        fn helper<T>(x: T) -> T {
            x
        }
        macro_rules! twice {
            ($x:expr) => { $x * 2.0 };
        }
        let k = twice!(helper(k.into()) + 1.0);
        let inner = Inner(k).get();
        for i in 0..a.len() {
            a[i] += inner + HALF_TURN;
        }
        TABLE[1]
    }
} }
accel! { (parallel) {
    pub fn shadowed(a: &mut [f64], n: usize) {
        let a = &mut a[..n / 2];
        for i in 0..a.len() {
            a[i] += 1.0;
        }
        let n = a.len() as f64;
        {
            let n = n + 1.0;
            for i in 0..a.len() {
                a[i] *= n;
            }
        }
        for i in 0..a.len() {
            a[i] -= n;
        }
    }
} }
accel! { () {
    pub fn inner_function(a: &mut [f64]) {
        fn inner(a: &mut [f64]) {
            for i in 0..a.len() {
                a[i] += 1.0;
            }
        }
        inner(a);
        let add = |a: &mut [f64]| {
            for i in 0..a.len() {
                a[i] += 2.0;
            }
        };
        add(a);
    }
} }
accel! { (parallel) {
    pub fn inner_annotated(a: &mut [f64]) {
        accel! { (parallel) {
            fn inner(a: &mut [f64]) {
                for i in 0..a.len() {
                    a[i] += 1.0;
                }
            }
        } }
        inner(a);
        for i in 0..a.len() {
            a[i] += 2.0;
        }
    }
} }
accel! { (parallel) {
    pub fn conditional_statements(a: &mut [f64]) {
        #[cfg(any())]
        nothing();
        #[cfg(any())]
        let k = 1.0;
        #[cfg(all())]
        let k = 2.0;
        #[allow(clippy::needless_range_loop)]
        for i in 0..a.len() {
            a[i] += 3.0;
        }
        #[cfg(any())]
        for i in 0..a.len() {
            a[i] += 100.0;
        }
        #[cfg(any())]
        {
            for i in 0..a.len() {
                a[i] += 1000.0;
            }
        }
        for i in 0..a.len() {
            a[i] += k;
        }
    }
} }
pub fn bodies(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    let t = inner_items(&mut a, 2.0f32);
    shadowed(&mut a, n);
    inner_function(&mut a);
    inner_annotated(&mut a);
    conditional_statements(&mut a);
    a.push(t);
    a
}

// Methods and blocks.

#[derive(Clone, Debug)]
pub struct Grid {
    u: Vec<f64>,
    v: Vec<f64>,
    dt: f64,
    m: usize,
}

accel! { (parallel, nogil) {
    impl Grid {
        const HALF: f64 = 0.5;
        const SKIP: usize = 1;

        /// A constructor with a loop.
        #[must_use]
        pub fn new(n: usize, m: usize) -> Self {
            let mut u = vec![0.0; n * m];
            for i in 0..u.len() {
                u[i] = (i % 5) as f64;
            }
            Self { v: u.clone(), u, dt: 0.25, m }
        }

        pub(crate) fn at(&self, i: usize, j: usize) -> f64 {
            self.u[i * self.m + j]
        }

        fn helper(x: f64) -> f64 {
            x * Self::HALF
        }

        fn scaled(&self, x: f64) -> f64 {
            x * self.dt
        }

        pub fn by_reference(&self, out: &mut [f64]) {
            for i in 0..out.len() {
                out[i] = self.u[i] + self.scaled(self.v[i]) + Self::helper(self.dt);
            }
        }

        pub fn by_mutable_reference(&mut self) -> &mut Self {
            for i in Self::SKIP..self.u.len() {
                self.v[i] = self.u[i - Self::SKIP] * Self::HALF + self.dt;
            }
            std::mem::swap(&mut self.u, &mut self.v);
            self
        }

        pub fn by_value(mut self, k: f64) -> Vec<f64> {
            for i in 0..self.u.len() {
                self.u[i] += k;
            }
            self.u
        }

        pub fn boxed(self: Box<Self>) -> f64 {
            let mut s = 0.0;
            for i in 0..self.u.len() {
                s += self.u[i];
            }
            s
        }

        pub fn arc(self: &Arc<Self>, out: &mut [f64]) {
            for i in 0..out.len() {
                out[i] += self.u[i];
            }
        }

        pub fn generic<T: Into<f64> + Copy + Send + Sync>(&mut self, t: T) -> T {
            let k = t.into();
            for i in 0..self.u.len() {
                self.u[i] += k;
            }
            t
        }

        #[inline(always)]
        fn position(&self, i: usize, j: usize) -> usize {
            i * self.m + j
        }

        pub fn transposed(&self) -> Vec<f64> {
            let n = self.u.len() / self.m;
            let mut t = vec![0.0; self.u.len()];
            for i in 0..n {
                for j in 0..self.m {
                    t[j * n + i] = self.at(i, j);
                }
            }
            t
        }

        pub const fn count(n: usize) -> usize {
            let mut s = 0;
            let mut i = 0;
            while i < n {
                s += i;
                i += 1;
            }
            s
        }

        pub fn energy(&self) -> f64 {
            let e = (-self.dt * self.dt).exp();
            e + (self.dt + 1.0).ln()
        }
    }
} }

impl Grid {
    accel! { () {
        pub fn shared(self: Rc<Self>, out: &mut [f64]) {
            for i in 0..out.len() {
                out[i] += self.u[i];
            }
        }
    } }
    accel! { () {
        pub(self) fn pinned(self: std::pin::Pin<&mut Self>, k: f64) {
            let this = self.get_mut();
            for i in 0..this.u.len() {
                this.u[i] += k;
            }
        }
    } }
}

pub fn methods(n: usize) -> Vec<f64> {
    let mut g = Grid::new(n, 3);
    let mut out = vec![0.0; n];
    g.by_reference(&mut out);
    g.by_mutable_reference().by_mutable_reference();
    g.generic(1.5f32);
    std::pin::Pin::new(&mut g).pinned(2.0);
    out.extend(g.transposed());
    let mut more = vec![0.0; n];
    Arc::new(g.clone()).arc(&mut more);
    Rc::new(g.clone()).shared(&mut more);
    out.extend(more);
    out.push(Box::new(g.clone()).boxed());
    out.push(Grid::count(n) as f64 + g.position(1, 2) as f64);
    out.extend(g.by_value(1.0));
    out
}

pub fn approximate_methods(n: usize) -> Vec<f64> {
    vec![Grid::new(n, 2).energy()]
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix<T, const N: usize, const M: usize>([[T; M]; N]);

accel! { () {
    impl<T: Copy + Default + Add<Output = T> + Mul<Output = T>, const N: usize, const M: usize> Matrix<T, N, M> {
        pub fn times(&self, x: &[T; M]) -> [T; N] {
            let mut out = [T::default(); N];
            for i in 0..N {
                let mut s = T::default();
                for j in 0..M {
                    s = s + self.0[i][j] * x[j];
                }
                out[i] = s;
            }
            out
        }
    }
} }
accel! { () {
    impl<T: Copy + Default, const N: usize, const M: usize> Matrix<T, N, M>
    where
        T: Add<Output = T>,
    {
        fn trace(&self) -> T {
            let mut s = T::default();
            for i in 0..N.min(M) {
                s = s + self.0[i][i];
            }
            s
        }
    }
} }

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vector(Vec<f64>);

accel! { (parallel) {
    impl AddAssign<&Vector> for Vector {
        fn add_assign(&mut self, other: &Vector) {
            for i in 0..self.0.len() {
                self.0[i] += other.0[i];
            }
        }
    }
} }
accel! { (parallel) {
    impl<'a> Sub<&'a Vector> for Vector {
        type Output = Vector;
        fn sub(mut self, other: &'a Vector) -> Self::Output {
            for i in 0..other.0.len() {
                self.0[i] -= other.0[i];
            }
            self
        }
    }
} }
accel! { (parallel) {
    impl Neg for Vector {
        type Output = Self;
        fn neg(self) -> Self {
            let Vector(mut v) = self;
            for i in 0..v.len() {
                v[i] = -v[i];
            }
            Vector(v)
        }
    }
} }
accel! { () {
    impl Display for Vector {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("[")?;
            for i in 0..self.0.len() {
                if i > 0 {
                    f.write_str(", ")?;
                }
                write!(f, "{}", self.0[i])?;
            }
            f.write_char(']')
        }
    }
} }
accel! { () {
    impl Index<usize> for Vector {
        type Output = f64;
        fn index(&self, i: usize) -> &f64 {
            &self.0[i]
        }
    }
} }
accel! { () {
    impl IndexMut<usize> for Vector {
        fn index_mut(&mut self, i: usize) -> &mut f64 {
            &mut self.0[i]
        }
    }
} }
accel! { () {
    impl FromIterator<f64> for Vector {
        fn from_iter<I: IntoIterator<Item = f64>>(items: I) -> Self {
            let mut v = Vec::new();
            for x in items {
                v.push(x);
            }
            Vector(v)
        }
    }
} }
accel! { () {
    impl Drop for Dropped<'_> {
        fn drop(&mut self) {
            for i in 0..self.0.len() {
                self.0[i] += 1.0;
            }
        }
    }
} }
pub struct Dropped<'a>(&'a mut [f64]);

pub fn trait_impls(n: usize) -> Vec<f64> {
    let mut v: Vector = ramp(n).into_iter().collect();
    v += &Vector(vec![2.0; n]);
    v = -(v - &Vector(ramp(n / 2)));
    if n > 1 {
        v[1] += v[0];
    }
    let text = v.to_string();
    drop(Dropped(&mut v.0));
    let m = Matrix([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
    v.0.extend(m.times(&[n as f64, 1.0]));
    v.0.extend([m.trace(), Matrix([[1i32, 2]]).trace().into(), text.len() as f64]);
    v.0
}

// Traits.

accel! { (parallel) {
    pub trait Relax {
        const FACTOR: f64;
        type Part: AsMut<[f64]>;
        fn data(&mut self) -> &mut Self::Part;
        fn relax(&mut self) -> usize {
            let a = self.data().as_mut();
            for i in 0..a.len() {
                a[i] *= 0.5;
            }
            a.len()
        }
        fn twice(&mut self) -> usize
        where
            Self: Sized,
        {
            let k = Self::FACTOR;
            let n = self.relax();
            let a = self.data().as_mut();
            for i in 0..n {
                a[i] += k;
            }
            n
        }
    }
} }
accel! { () {
    impl Relax for Grid {
        const FACTOR: f64 = 3.0;
        type Part = Vec<f64>;
        fn data(&mut self) -> &mut Vec<f64> {
            &mut self.u
        }
    }
} }
accel! { () {
    impl<const N: usize> Relax for [f64; N] {
        const FACTOR: f64 = 4.0;
        type Part = Self;
        fn data(&mut self) -> &mut Self {
            for i in 0..N {
                self[i] += 0.0;
            }
            self
        }
    }
} }
pub trait Grow {
    fn grow(&mut self, k: f64);
}
pub trait Scale {
    fn scale(&mut self, k: f64);
    fn name() -> &'static str
    where
        Self: Sized;
}
accel! { (parallel) {
    impl Scale for Vec<f64> {
        fn scale(&mut self, k: f64) {
            for i in 0..self.len() {
                self[i] *= k;
            }
        }
        fn name() -> &'static str {
            "Vec"
        }
    }
} }
accel! { (parallel) {
    impl Grow for [f64] {
        fn grow(&mut self, k: f64) {
            for i in 0..self.len() {
                self[i] *= k;
            }
        }
    }
} }
accel! { (parallel) {
    impl<T: AsMut<[f64]> + ?Sized> Scale for Box<T> {
        fn scale(&mut self, k: f64) {
            let a = (**self).as_mut();
            for i in 0..a.len() {
                a[i] *= k;
            }
        }
        fn name() -> &'static str {
            "box"
        }
    }
} }
pub fn traits(n: usize) -> Vec<f64> {
    let mut g = Grid::new(n, 1);
    g.twice();
    let mut array = [n as f64; 50];
    array.twice();
    let mut v = ramp(n);
    v.scale(2.0);
    v[..n / 2].grow(3.0);
    let mut b: Box<[f64]> = ramp(n).into();
    b.scale(5.0);
    let d: &mut dyn Scale = &mut v;
    d.scale(-1.0);
    v.extend(g.u);
    v.extend(array);
    v.extend(b);
    v.push((Vec::<f64>::name().len() + Box::<Vec<f64>>::name().len()) as f64);
    v
}

pub struct Window<'a, T = f64> {
    data: &'a mut [T],
    weights: &'a [T],
    map: HashMap<usize, T>,
}
accel! { () {
    impl<'a> Window<'a> {
        fn apply(&mut self) -> &mut Self {
            for i in 0..self.data.len() {
                self.data[i] *= self.weights[i];
            }
            for i in 0..self.data.len() {
                if self.map.contains_key(&i) {
                    self.data[i] += self.map[&i];
                }
            }
            self
        }
        fn into_inner(self) -> &'a mut [f64] {
            for i in 0..self.weights.len() {
                self.data[i] += 1.0;
            }
            self.data
        }
    }
} }
pub fn borrowed_fields(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    let w = ramp(n);
    let mut window = Window { data: &mut a, weights: &w, map: HashMap::from([(0, 1.0), (3, 9.0)]) };
    window.apply();
    window.into_inner().to_vec()
}

// Functions written by macros.

macro_rules! kernels {
    ($($(#[$meta:meta])* $vis:vis fn $name:ident<$t:ty>($a:ident, $k:ident) $body:block)*) => {
        $(accel! { (parallel) {
            $(#[$meta])*
            $vis fn $name($a: &mut [$t], $k: $t) $body
        } })*
    };
}
kernels! {
    /// With a comment.
    #[allow(dead_code)]
    pub fn macro_f64<f64>(a, k) {
        for i in 0..a.len() {
            a[i] = a[i] * k + 1.0;
        }
    }
    pub(crate) fn macro_i64<i64>(a, k) {
        for i in 0..a.len() {
            a[i] = a[i] * k + 1;
        }
    }
    fn macro_u8<u8>(a, k) {
        for i in 0..a.len() {
            a[i] = a[i].wrapping_mul(k);
        }
    }
}
macro_rules! for_types {
    ($($name:ident $t:ty, $one:expr;)*) => {$(
        accel! { (parallel) {
            pub fn $name(a: &mut [$t], n: usize) -> $t {
                let mut s = <$t>::default();
                for i in 0..n {
                    a[i] += $one * 2 as $t;
                    s += a[i] as $t;
                }
                if s < <$t>::MIN { $one } else { s }
            }
        } }
    )*};
}
for_types! {
    types_f64 f64, 1.0 + 2.0;
    types_f32 f32, 1.0 - 3.0;
    types_u32 u32, 1 + 1;
    types_i16 i16, 3 - 2;
    types_usize usize, 1 << 1;
}
macro_rules! precedence {
    ($name:ident, $n:expr, $k:expr, $t:ty) => {
        accel! { (parallel) {
            pub fn $name(a: &mut [$t]) -> bool {
                assert!($n * 2 < 1000 && $n < 500, "{}", $n * 2);
                let m = a.len() as $t;
                for i in 0..$n * 2 {
                    a[i] += $k * 2.0 - $k;
                }
                let x = $k * $k;
                -$k * x < m && !($n * 3 < 2) && $k as usize * 2 < 100
            }
        } }
    };
}
precedence!(precedence, 1 + 2, 1.0 + 0.5, f64);
macro_rules! repeated {
    ($name:ident: $($a:ident),*) => {
        accel! { (parallel) {
            pub fn $name($($a: &mut [f64]),*) {
                $(
                    let n = $a.len();
                    for i in 0..n {
                        $a[i] += n as f64;
                    }
                )*
                let mut total = 0.0;
                $(for i in 0..$a.len() { total += $a[i]; })*
                $($a[0] = total;)*
            }
        } }
    };
}
repeated!(repeated: a, b, c);
macro_rules! whole {
    ($($tokens:tt)*) => { accel! { (parallel) { $($tokens)* } } };
}
whole! {
    pub fn whole(a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] += 0.25;
        }
    }
}
macro_rules! item {
    ($item:item) => {
        $item
    };
}
item! {
    accel! { (parallel) {
        pub fn as_item(a: &mut [f64]) {
            for i in 0..a.len() {
                a[i] += 0.25;
            }
        }
    } }
}
macro_rules! fragments {
    ($name:ident, $lifetime:lifetime, $a:ident, $p:pat, $head:expr, $i:ident, $place:expr, $value:expr, $op:tt, $stmt:stmt) => {
        accel! { () {
            pub fn $name<$lifetime>($a: &$lifetime mut [f64], pair: (f64, f64)) -> &$lifetime f64 {
                let $p = pair;
                $stmt;
                for $i in $head {
                    $a[$i] $op $value;
                }
                &$place[0]
            }
        } }
    };
}
accel! { () { pub fn nothing(_: &mut [f64]) {} } }
macro_rules! hygiene {
    ($name:ident, $t:ident) => {
        accel! { () {
            pub fn $name(a: &mut [f64]) {
                let $t = 10.0;
                let t = 1.0;
                for i in 0..a.len() {
                    a[i] = $t + t;
                }
            }
        } }
    };
}
hygiene!(hygiene, t);
macro_rules! operators {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        accel! { () {
            impl $trait<f64> for Column {
                type Output = Column;
                fn $method(mut self, k: f64) -> Column {
                    for i in 0..self.0.len() {
                        self.0[i] = self.0[i] $op k;
                    }
                    self
                }
            }
        } }
    )*};
}
pub struct Column(Vec<f64>);
operators!(Add add +, Sub sub -, Mul mul *);

pub fn macros(n: usize) -> Vec<f64> {
    let mut a = ramp(n + 9);
    macro_f64(&mut a, 1.5);
    let mut k = vec![3; n];
    macro_i64(&mut k, 2);
    let mut u = vec![7; n];
    macro_u8(&mut u, 99);
    a.push(types_f64(&mut vec![1.0; n], n));
    a.push(types_f32(&mut vec![1.0; n], n).into());
    a.push(types_u32(&mut vec![1; n], n).into());
    a.push(types_i16(&mut vec![1; n], n).into());
    a.push(types_usize(&mut vec![1; n], n) as f64);
    let p = precedence(&mut a);
    a.push(f64::from(u8::from(p)));
    repeated(&mut a, &mut ramp(n + 1), &mut ramp(n + 2));
    whole(&mut a);
    as_item(&mut a);
    let column = Column(a.clone()) + 1.0;
    a.extend(((column - 3.0) * 2.0).0);
    a.extend(k.into_iter().map(|x| x as f64));
    a.extend(u.into_iter().map(f64::from));
    let mut h = ramp(n);
    hygiene(&mut h);
    a.extend(h);
    a.push(*fragment(&mut ramp(n + 1), (2.0, 3.0)));
    a
}
fragments!(fragment, 'q, a, (x, mut y), 1..a.len() - 1, i, a, x + y * 2.0, +=, y += 1.0);

// Functions without loops.

accel! { () {
    fn softplus(x: f64) -> f64 {
        (x.exp() + 1.0).ln()
    }
} }
accel! { () {
    #[inline(always)]
    pub fn area(r: f64) -> f64 {
        r * r * std::f64::consts::PI
    }
} }
accel! { (nogil) {
    pub fn apply_softplus(a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] = softplus(a[i]) + area(a[i]);
        }
    }
} }
pub fn approximate_helpers(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    apply_softplus(&mut a);
    a
}

// Panics.

accel! { () {
    #[track_caller]
    pub fn tracked(a: &[f64], k: &[usize], out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = a[k[i]];
        }
    }
} }
pub fn panic_of_an_index(n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n];
    let k: Vec<usize> = (0..n).map(|i| i * 2).collect();
    tracked(&ramp(n), &k, &mut out);
    out
}
pub fn panic_of_a_loop(n: usize) -> Vec<f64> {
    let mut g = Grid::new(n, 2);
    g.v.clear();
    g.by_mutable_reference();
    g.u
}
pub fn panic_of_an_assertion(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    precedence(&mut a);
    a
}

/// Each program, under its name.
pub const PROGRAMS: &[(&str, fn(usize) -> Vec<f64>)] = &[
    ("generics", generics),
    ("where_clauses", where_clauses),
    ("const_generics", const_generics),
    ("lifetimes", lifetimes),
    ("impl_traits", impl_traits),
    ("trait_objects", trait_objects),
    ("external", external),
    ("parameters", parameters),
    ("results", results),
    ("results_never", results_never),
    ("bodies", bodies),
    ("methods", methods),
    ("approximate_methods", approximate_methods),
    ("trait_impls", trait_impls),
    ("traits", traits),
    ("borrowed_fields", borrowed_fields),
    ("macros", macros),
    ("approximate_helpers", approximate_helpers),
    ("panic_of_an_index", panic_of_an_index),
    ("panic_of_a_loop", panic_of_a_loop),
    ("panic_of_an_assertion", panic_of_an_assertion),
];
