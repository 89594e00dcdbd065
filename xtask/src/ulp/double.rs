//! Double-double arithmetic: a value as the unevaluated sum of two floats, about 104 bits.
//!
//! The reference of the measurement. It shares nothing with the runtime crate.

/// The sum of its two parts; the second is at most half a unit in the last place of the first.
#[derive(Clone, Copy, Debug)]
pub struct Dd(pub f64, pub f64);

pub const ZERO: Dd = Dd(0.0, 0.0);
pub const ONE: Dd = Dd(1.0, 0.0);

impl From<f64> for Dd {
    fn from(x: f64) -> Dd {
        Dd(x, 0.0)
    }
}

impl Dd {
    /// a + b, exact.
    pub fn sum(a: f64, b: f64) -> Dd {
        let s = a + b;
        let t = s - a;
        Dd(s, (a - (s - t)) + (b - t))
    }

    /// a * b, exact unless a part underflows.
    pub fn product(a: f64, b: f64) -> Dd {
        let p = a * b;
        if cfg!(target_feature = "fma") {
            return Dd(p, a.mul_add(b, -p));
        }
        let split = |x: f64| {
            let head = f64::from_bits(x.to_bits() & (!0 << 27));
            (head, x - head)
        };
        let ((ah, al), (bh, bl)) = (split(a), split(b));
        Dd(p, ((ah * bh - p) + ah * bl + al * bh) + al * bl)
    }

    /// self + o for an `o` that is not greater in magnitude, of the same sign or much smaller: to 2^-103.
    pub fn add_smaller(self, o: Dd) -> Dd {
        let s = self.0 + o.0;
        let rest = (o.0 - (s - self.0)) + (self.1 + o.1);
        let t = s + rest;
        Dd(t, rest - (t - s))
    }

    pub fn sqrt(self) -> Dd {
        if self.0 == 0.0 {
            return self;
        }
        let root = self.0.sqrt();
        let rest = self - Dd::product(root, root);
        Dd::sum(root, rest.0 / (2.0 * root))
    }

    /// Times a power of two.
    pub fn scale(self, f: f64) -> Dd {
        Dd(self.0 * f, self.1 * f)
    }

    pub fn abs(self) -> Dd {
        if self.0 < 0.0 { -self } else { self }
    }
}

impl std::ops::Neg for Dd {
    type Output = Dd;
    fn neg(self) -> Dd {
        Dd(-self.0, -self.1)
    }
}

impl std::ops::Add for Dd {
    type Output = Dd;
    fn add(self, o: Dd) -> Dd {
        let (s, t) = (Dd::sum(self.0, o.0), Dd::sum(self.1, o.1));
        let u = Dd::sum(s.0, s.1 + t.0);
        Dd::sum(u.0, u.1 + t.1)
    }
}

impl std::ops::Sub for Dd {
    type Output = Dd;
    fn sub(self, o: Dd) -> Dd {
        self + -o
    }
}

impl std::ops::Mul for Dd {
    type Output = Dd;
    fn mul(self, o: Dd) -> Dd {
        let p = Dd::product(self.0, o.0);
        Dd::sum(p.0, p.1 + (self.0 * o.1 + self.1 * o.0))
    }
}

impl std::ops::Div for Dd {
    type Output = Dd;
    fn div(self, o: Dd) -> Dd {
        let q = self.0 / o.0;
        let rest = self - o * Dd::from(q);
        let q2 = rest.0 / o.0;
        let rest = rest - o * Dd::from(q2);
        Dd::sum(q, q2) + Dd::from(rest.0 / o.0)
    }
}

/// x * 2^k in steps that neither overflow nor underflow too early.
pub fn ldexp(mut x: f64, mut k: i32) -> f64 {
    while k != 0 {
        let step = k.clamp(-1000, 1000);
        x *= f64::from_bits(((step + 1023) as u64) << 52);
        k -= step;
    }
    x
}

/// The exponent e of 2^e <= |x| < 2^(e + 1), for a normal x.
pub fn exponent(x: f64) -> i32 {
    ((x.to_bits() >> 52) & 2047) as i32 - 1023
}

/// A value whose exponent may lie outside of a float's: significand * 2^exponent.
#[derive(Clone, Copy, Debug)]
pub struct Real {
    pub significand: Dd,
    pub exponent: i32,
}

impl From<Dd> for Real {
    fn from(significand: Dd) -> Real {
        Real { significand, exponent: 0 }
    }
}

impl Real {
    pub fn negated(self) -> Real {
        Real { significand: -self.significand, ..self }
    }

    /// The float nearest to the value's first part (to the last place, at most).
    pub fn rounded(self) -> f64 {
        ldexp(self.significand.0, self.exponent)
    }

    /// Distance of the `f64` `y` from the value, in units in the last place of the value's own binade. Infinity
    /// counts as 2^1024, which is what is rounded to it.
    pub fn distance(self, y: f64) -> f64 {
        let s = self.significand;
        if s.0 == 0.0 {
            return if y == 0.0 { 0.0 } else { f64::INFINITY };
        }
        // At the scale where the significand is about one. Where the first part is a power of two and the second points
        // towards zero, the value is of the binade below.
        let is_below = s.0.to_bits() << 12 == 0 && s.1 * s.0 < 0.0;
        let e = exponent(s.0) - i32::from(is_below);
        let top = e + self.exponent;
        let unit = (top - 52).max(-1074) - top;
        let down = ldexp(1.0, -e);
        let y = match y.is_infinite() {
            true if top >= 1024 => return if (y > 0.0) == (s.0 > 0.0) { 0.0 } else { f64::INFINITY },
            true => ldexp(1f64.copysign(y), 1024 - top),
            false => ldexp(y, -top),
        };
        ((y - s.0 * down) - s.1 * down).abs() / ldexp(1.0, unit)
    }
}
