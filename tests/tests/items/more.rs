//! More of the same: rarer syntax around the loops.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Deref;
use std::rc::Rc;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i * 5 % 17) as f64 - 4.0).collect()
}

// Receivers.

#[derive(Clone, Copy)]
pub struct Small {
    a: [f64; 33],
    k: f64,
}
#[derive(Clone)]
pub struct Large {
    a: Vec<f64>,
    b: Vec<f64>,
}
accel! { (parallel, nogil) {
    impl Small {
        const N: usize = 33;
        const TABLE: [f64; 3] = [1.0, 2.0, 3.0];

        fn value(self) -> f64 {
            let mut s = 0.0;
            for i in 0..Self::N {
                s += self.a[i] * self.k;
            }
            s
        }
        fn mutable_value(mut self) -> Self
        where
            Self: Copy + Sized,
        {
            for i in 0..Self::N {
                self.a[i] += Self::TABLE[i % 3];
            }
            self
        }
        fn lifetime<'a>(&'a self, out: &'a mut Vec<f64>) -> &'a mut Vec<f64> {
            for i in 0..out.len() {
                out[i] = self.k + i as f64;
            }
            out
        }
        fn typed_reference(self: &Self) -> f64 {
            let mut s = 0.0;
            for i in 0..self.a.len() {
                s += self.a[i];
            }
            s
        }
        fn typed_mutable<'a>(self: &'a mut Self, k: f64) -> &'a f64 {
            for i in 0..33 {
                self.a[i] *= k;
            }
            &self.a[0]
        }
        fn closure(&self) -> impl Fn(f64) -> f64 + '_ {
            let mut s = 0.0;
            for i in 0..33 {
                s += self.a[i];
            }
            move |x| x * self.k + s
        }
    }
} }
accel! { () {
    impl Large {
        fn boxed(mut self: Box<Self>) -> Box<Self> {
            for i in 0..self.a.len() {
                self.a[i] += 1.0;
            }
            self
        }
        fn counted(self: Rc<Self>, out: &mut [f64]) -> Rc<Self> {
            for i in 0..out.len() {
                out[i] = self.a[i] + self.b[i];
            }
            self
        }
        fn unpacked(&mut self) {
            let Large { a, b } = self;
            for i in 0..a.len() {
                a[i] += b[i];
            }
            let Self { a, .. } = &mut *self;
            for i in 0..a.len() {
                a[i] += 1.0;
            }
        }
        fn pair(&mut self) -> (&[f64], &mut [f64]) {
            for i in 0..self.b.len() {
                self.b[i] = self.a[i] * 2.0;
            }
            (&self.a, &mut self.b)
        }
        fn items(&self) -> impl Iterator<Item = &f64> + '_ {
            let mut v = Vec::new();
            for i in 0..self.a.len() {
                v.push(&self.a[i]);
            }
            v.into_iter()
        }
    }
} }
pub fn receivers(n: usize) -> Vec<f64> {
    let mut s = Small { a: [n as f64; 33], k: 0.5 };
    let mut out = vec![s.value(), s.mutable_value().value(), s.typed_reference(), *s.typed_mutable(3.0)];
    out.push(s.closure()(2.0));
    let mut v = ramp(n);
    out.extend(s.lifetime(&mut v).iter());
    let mut l = Box::new(Large { a: ramp(n), b: ramp(n) }).boxed();
    l.unpacked();
    l.pair().1.reverse();
    let l = Rc::new(*l).counted(&mut v);
    out.extend(l.items());
    out.extend(v);
    out
}

// Traits.

pub trait Base {
    fn k(&self) -> f64 {
        2.0
    }
}
accel! { (parallel, nogil) {
    pub trait Kernel<const N: usize = 8, T = f64>: Base + Sync
    where
        T: Copy + Into<f64> + Send + Sync,
    {
        const OFFSET: f64 = 1.0;
        fn part(&self, i: usize) -> f64;
        fn fill(&self, out: &mut [f64]) {
            for i in 0..out.len() {
                out[i] = self.part(i) * self.k() + Self::OFFSET;
            }
        }
        fn fixed(&self, x: T) -> [f64; N] {
            let mut a = [0.0; N];
            let x: f64 = x.into();
            for i in 0..N {
                a[i] = x + i as f64;
            }
            a
        }
        fn iterator(&self, n: usize) -> impl Iterator<Item = f64> {
            let mut v = vec![0.0; n];
            for i in 0..n {
                v[i] = i as f64;
            }
            v.into_iter()
        }
    }
} }
impl Base for f64 {}
accel! { () {
    impl Kernel<40, f32> for f64 {
        const OFFSET: f64 = 3.0;
        fn part(&self, i: usize) -> f64 {
            *self * i as f64
        }
    }
} }
pub trait Everywhere {
    fn double(&mut self);
}
accel! { (parallel) {
    impl<T: AsMut<[f64]> + ?Sized> Everywhere for T {
        fn double(&mut self) {
            let a = self.as_mut();
            for i in 0..a.len() {
                a[i] += a[i];
            }
        }
    }
} }
accel! { (parallel, nogil) {
    fn through_objects(k: &(dyn Shape + Sync), f: &mut Box<dyn FnMut(f64) + Send>, a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] = k.area(a[i]);
        }
        f(a.len() as f64);
    }
} }
pub trait Shape {
    fn area(&self, x: f64) -> f64;
}
impl Shape for f64 {
    fn area(&self, x: f64) -> f64 {
        x * *self
    }
}
pub fn rare_traits(n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n];
    2.5f64.fill(&mut out);
    out.double();
    let (sender, receiver) = std::sync::mpsc::channel();
    let mut f: Box<dyn FnMut(f64) + Send> = Box::new(move |x| sender.send(x).unwrap());
    through_objects(&1.5, &mut f, &mut out);
    out.extend(receiver.recv());
    out.extend(2.5f64.fixed(1.0f32));
    out.extend(2.5f64.iterator(n));
    out
}

// Parameters and types.

type Row<'a> = &'a mut [f64];
accel! { (parallel) {
    fn alias(row: Row<'_>, k: f64) {
        for i in 0..row.len() {
            row[i] += k;
        }
    }
} }
accel! { (parallel) {
    fn binding((ref a, ref mut b): (Vec<f64>, Vec<f64>), whole @ [x, ..]: [f64; 3]) -> Vec<f64> {
        for i in 0..a.len() {
            b[i] = a[i] + x + whole[2];
        }
        std::mem::take(b)
    }
} }
accel! { (parallel) {
    fn maybe(a: Option<&mut [f64]>, b: Option<f64>) -> f64 {
        let mut s = 0.0;
        if let Some(a) = a
            && let Some(b) = b
            && b > 0.0
        {
            for i in 0..a.len() {
                a[i] *= b;
            }
            for i in 0..a.len() {
                s += a[i];
            }
        }
        s
    }
} }
accel! { () {
    fn borrowed(a: Cow<'_, [f64]>, b: impl Deref<Target = [f64]>, out: &mut Vec<f64>) {
        for i in 0..out.len() {
            out[i] = a[i] + b[i];
        }
    }
} }
accel! { (parallel) {
    fn by_value(mut a: [f64; 50], b: Box<[f64]>, c: Vec<f32>) -> ([f64; 50], f32) {
        let mut s = 0.0;
        for i in 0..b.len() {
            a[i % 50] += 0.0;
            s += c[i];
        }
        for i in 0..50 {
            a[i] += b[0];
        }
        (a, s)
    }
} }
accel! { () {
    fn not_shareable(c: &Cell<f64>, r: Rc<Vec<f64>>, out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = r[i] + c.get();
            c.set(out[i]);
        }
    }
} }
accel! { (parallel) {
    fn alias_of_itself(alias_of_itself: &mut [f64], r#mut: usize) {
        for i in 0..r#mut {
            alias_of_itself[i] += 1.0;
        }
    }
} }
accel! { (parallel) {
    fn constant_expressions<const N: usize, const FLIP: bool>(a: &mut [f64]) -> [usize; 2] {
        const HALF: f64 = 1.0 / 2.0;
        let k = const { if FLIP { -HALF } else { HALF } };
        for i in 0..N * 2 {
            a[i] += k;
        }
        for _ in 0..N {}
        [N, { N + 1 }]
    }
} }
accel! { (parallel, nogil) {
    fn generic_over_functions<F, G, R>(f: F, g: G, a: &mut [f64]) -> R
    where
        F: Fn(f64) -> f64 + Sync + Send,
        G: FnOnce(usize) -> R + Send,
        R: Send,
    {
        for i in 0..a.len() {
            a[i] = f(a[i]);
        }
        g(a.len())
    }
} }
pub fn rare_parameters(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    alias(&mut a, 1.0);
    let mut out = binding((a.clone(), a.clone()), [1.0, 2.0, 3.0]);
    out.push(maybe(Some(&mut a), Some(2.0)) + maybe(None, Some(2.0)) + maybe(Some(&mut a), None));
    let mut v = ramp(n);
    borrowed(Cow::Borrowed(&a), a.clone(), &mut v);
    let (array, s) = by_value([1.0; 50], vec![2.0; n + 1].into(), vec![1.0; n + 1]);
    out.extend(array);
    out.push(s.into());
    not_shareable(&Cell::new(1.0), Rc::new(a.clone()), &mut v);
    alias_of_itself(&mut v, n);
    let mut long = vec![0.0; 80];
    let [x, y] = constant_expressions::<40, true>(&mut long);
    out.extend([x as f64, y as f64, long[79]]);
    out.push(generic_over_functions(|x| x + 1.0, |n| n as f64, &mut v));
    out.extend(v);
    out
}

// Bodies.

accel! { (parallel) {
    fn control_flow(a: &mut [f64], how: u8) -> Result<f64, String> {
        let k = 'found: {
            if how == 0 {
                break 'found 1.0;
            }
            let Ok(k) = "2.0".parse::<f64>() else { return Err("none".into()) };
            k
        };
        match how {
            0 | 1 => {
                for i in 0..a.len() {
                    a[i] += k;
                }
            }
            2 if a.is_empty() => return Ok(0.0),
            2 => for i in 0..a.len() {
                a[i] -= k;
            },
            _ => return Err(format!("{how}")),
        }
        let total = (|| {
            let mut s = 0.0;
            for i in 0..a.len() {
                s += a[i];
            }
            s
        })();
        if total > 1e9 { Err("large".to_owned())? }
        let serial = async {
            for i in 0..3 {
                let _ = i;
            }
        };
        drop(serial);
        Ok(total)
    }
} }
accel! { (parallel) {
    fn blocks_inside_functions(a: &mut [f64]) -> f64 {
        struct Inner<'a>(&'a mut [f64]);
        accel! { (parallel) {
            impl Inner<'_> {
                fn step(&mut self) {
                    for i in 0..self.0.len() {
                        self.0[i] += 1.0;
                    }
                }
            }
        } }
        impl Inner<'_> {
            fn again(&mut self) {
                for i in 0..self.0.len() {
                    self.0[i] += 2.0;
                }
            }
        }
        let mut inner = Inner(a);
        inner.step();
        inner.again();
        let mut s = 0.0;
        for i in 0..a.len() {
            s += a[i];
        }
        s
    }
} }
mod deep {
    pub mod deeper {
        accel! { (parallel) {
            pub(in super::super) fn visible(a: &mut [f64]) {
                for i in 0..a.len() {
                    a[i] += 1.0;
                }
            }
        } }
    }
}
mod shadows {
    //! Names of ours that are somebody else's here.
    pub mod hotloop {
        pub const X: f64 = 1.0;
    }
    pub mod core {}
    pub mod std {}
    #[allow(non_camel_case_types)]
    pub struct Option;
    pub fn drop(_: f64) {}
    pub struct W(pub f64);
    accel! { (parallel, nogil) {
        pub fn shadowed_names(a: &mut [f64], view: f64, site: &Option, levels: &W) -> f64 {
            let _ = site;
            let plain = levels.0;
            let mut sum = 0.0;
            for k0 in 0..a.len() {
                a[k0] += view + plain + hotloop::X;
                sum += a[k0].exp() * 0.0;
                drop(a[k0]);
            }
            sum
        }
    } }
}
accel! { () {
    #[must_use = "for a reason"]
    #[doc(hidden)]
    #[doc = concat!("computed ", "docs")]
    #[allow(clippy::too_many_arguments, unused_assignments)]
    #[cfg_attr(all(), inline(never))]
    pub fn attributed(a: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..a.len() {
            s += a[i];
        }
        s
    }
} }
accel! { () {
    #[cold]
    fn cold(x: f64) -> f64 {
        x.sqrt()
    }
} }
accel! { () {
    #[cfg_attr(all(), inline)]
    fn conditional_inline(x: f64) -> f64 {
        x.abs()
    }
} }
pub fn rare_bodies(n: usize) -> Vec<f64> {
    let mut a = ramp(n);
    let mut out = Vec::new();
    for how in 0..4 {
        out.push(control_flow(&mut a, how).map_or(-1.0, |x| x));
    }
    out.push(blocks_inside_functions(&mut a));
    deep::deeper::visible(&mut a);
    out.push(shadows::shadowed_names(&mut a, 1.0, &shadows::Option, &shadows::W(2.0)));
    out.push(attributed(&a) + cold(4.0) + conditional_inline(-1.0));
    out.extend(a);
    out
}

// Macros.

macro_rules! with_self {
    ($name:ident, $self:ident, $k:ident, $body:block) => {
        accel! { (parallel) {
            pub fn $name(&mut $self, $k: f64) -> f64 $body
        } }
    };
}
pub struct Made {
    u: Vec<f64>,
}
impl Made {
    with_self!(scaled, self, k, {
        for i in 0..self.u.len() {
            self.u[i] *= k;
        }
        self.u.len() as f64
    });
}
macro_rules! implement {
    ($($t:ty => $zero:literal $(, $extra:ident)?);* $(;)?) => {$(
        accel! { (parallel) {
            impl Total for Vec<$t> {
                type Item = $t;
                fn total(&self) -> $t {
                    let mut s = $zero;
                    for i in 0..self.len() {
                        s += self[i];
                    }
                    $( s += $extra; )?
                    s
                }
            }
        } }
    )*};
}
pub trait Total {
    type Item;
    fn total(&self) -> Self::Item;
}
const ONE: f64 = 1.0;
implement! {
    f64 => 0.0, ONE;
    f32 => 0.0;
    i64 => 0;
    u16 => 0;
}
macro_rules! stencil {
    ($name:ident [$($c:expr),+] at [$($offset:expr),+]) => {
        accel! { (parallel) {
            pub fn $name(u: &[f64], v: &mut [f64]) {
                for i in 2..u.len() - 2 {
                    v[i] = $($c * u[i + 2 - $offset] +)+ 0.0;
                }
            }
        } }
    };
}
stencil!(laplace [1.0, -1.0 - 1.0, 2.0 - 1.0] at [1, 1 + 1, 3]);
macro_rules! nested {
    (outer $name:ident $($rest:tt)*) => { nested!(inner $name ($crate::named) $($rest)*); };
    (inner $name:ident ($p:path) $i:ident => $e:expr) => {
        accel! { () {
            pub fn $name(a: &mut [f64]) {
                let k = $p();
                for $i in 0..a.len() {
                    a[$i] += $e as f64 * nested!(@twice $e) + k;
                }
            }
        } }
    };
    (@twice $e:expr) => { $e as f64 * 2.0 };
}
nested!(outer nesting i => i + 1);
accel! { () {
    pub fn through_a_macro(a: &mut [f64]) {
        macro_rules! set {
            ($i:expr, $v:expr) => { a[$i] = $v };
        }
        for i in 0..a.len() {
            set!(i, i as f64);
        }
        set!(0, 2.0);
    }
} }
macro_rules! closures {
    ($name:ident, |$x:ident, $y:ident| $value:expr) => {
        accel! { (parallel) {
            pub fn $name(a: &[f64], b: &[f64], out: &mut [f64]) -> bool {
                for i in 0..out.len() {
                    let $x = a[i];
                    let $y = b[i];
                    out[i] = $value;
                }
                let $x = 3.0;
                let $y = 2.0;
                !matches!($value, v if v < $value - 1.0) && -$value < $value * $value
            }
        } }
    };
}
closures!(difference, |x, y| x - y);
closures!(choice, |x, y| if x > y { x - y } else { y - x });
closures!(casted, |x, y| (x as i64 + 1) as f64 - y);
closures!(block, |x, y| {
    let t = x * y;
    t + 1.0
});
closures!(negated, |x, y| -x + y);
macro_rules! types {
    ($name:ident, $a:ty, $b:ty, $r:ty, $n:ty) => {
        accel! { (parallel, nogil) {
            pub fn $name(a: $a, f: $b, n: $n) -> $r {
                let size = <$n>::BITS as $n;
                for i in 0..a.len() {
                    a[i] = f(a[i]) + n as f64;
                }
                if (n as usize) < a.len() && n < size { (a.len() as $n, Some(<$n>::MAX)) } else { (0 as $n, None) }
            }
        } }
    };
}
types!(typed, &mut [f64], &(dyn Fn(f64) -> f64 + Sync), (u8, Option<u8>), u8);
types!(typed_again, &mut Vec<f64>, fn(f64) -> f64, (i32, Option<i32>), i32);
pub fn rare_macros(n: usize) -> Vec<f64> {
    let mut made = Made { u: ramp(n) };
    let mut out = vec![made.scaled(2.0)];
    out.push(ramp(n).total() + f64::from(vec![1.5f32; n].total()));
    out.push(vec![2i64; n].total() as f64 + f64::from(vec![2u16; n].total()));
    let mut v = vec![0.0; n + 4];
    laplace(&ramp(n + 4), &mut v);
    through_a_macro(&mut v);
    nesting(&mut v);
    let (a, b) = (ramp(n), vec![1.25; n]);
    let mut c = vec![0.0; n];
    for f in [difference, choice, casted, block, negated] {
        out.push(f64::from(u8::from(f(&a, &b, &mut c))));
        out.extend(&c);
    }
    let (x, y) = typed(&mut c, &|x| x + 1.0, 3);
    out.extend([f64::from(x), y.map_or(-1.0, f64::from)]);
    let (x, y) = typed_again(&mut c, f64::abs, 3);
    out.extend([f64::from(x), y.map_or(-1.0, f64::from)]);
    out.extend(c);
    out.extend(v);
    out.extend(made.u);
    out
}

/// Each program, under its name.
pub const PROGRAMS: &[(&str, fn(usize) -> Vec<f64>)] = &[
    ("receivers", receivers),
    ("rare_traits", rare_traits),
    ("rare_parameters", rare_parameters),
    ("rare_bodies", rare_bodies),
    ("rare_macros", rare_macros),
];
