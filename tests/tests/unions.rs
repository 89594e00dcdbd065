//! Unions: safe code may assign their fields, and may not read them.

#![allow(clippy::needless_range_loop, reason = "loops over subscripts are what is tested")]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran};
use std::panic::AssertUnwindSafe;

#[derive(Clone, Copy)]
union Bits {
    number: f32,
    word: u32,
    pair: (u16, u16),
}

impl Bits {
    fn word(self) -> u32 {
        // SAFETY: every field has four bytes, and every value of them is a word.
        unsafe { self.word }
    }
}

struct Held {
    bits: Bits,
    last: usize,
    total: f64,
}

fn held() -> Held {
    Held { bits: Bits { word: 7 }, last: 3, total: 0.5 }
}

both!([] local_plain, local(x: &mut [f64]) -> u32 {
    let mut bits = Bits { word: 5 };
    for i in 0..x.len() {
        x[i] += 1.0;
        bits.number = x[i] as f32;
    }
    bits.word()
});

both!([parallel] always_plain, always(x: &mut [f64], bits: &mut Bits) {
    for i in 0..x.len() {
        x[i] += 1.0;
        bits.number = x[i] as f32;
    }
});

both!([parallel] sometimes_plain, sometimes(x: &mut [f64], h: &mut Held) {
    for i in 0..x.len() {
        x[i] += 1.0;
        if x[i] > 4.0 {
            h.bits.pair.1 = i as u16;
            h.last = i;
        }
    }
});

both!([] carried_plain, carried(x: &mut [f64], h: &mut Held) {
    for i in 1..x.len() {
        x[i] += x[i - 1];
        h.total += x[i];
        if x[i] > 4.0 {
            h.bits.number = x[i] as f32;
        }
        h.last = i;
        assert!(x[i] < 60.0, "too much");
    }
});

both!([parallel] position_plain, position(x: &[f64], h: &mut Held) -> f64 {
    let mut m = -1.0;
    for i in 0..x.len() {
        if x[i] > m {
            m = x[i];
            h.bits.word = i as u32;
            h.last = i;
        }
    }
    m
});

both!([] position_in_order_plain, position_in_order(x: &[f64], h: &mut Held) -> f64 {
    let mut m = -1.0;
    for i in 0..x.len() {
        if x[i] > m {
            m = x[i];
            h.bits.word = i as u32;
            h.last = i;
        }
    }
    m
});

both!([parallel] elements_plain, elements(v: &mut [Bits]) {
    for i in 0..v.len() {
        v[i].pair.0 = i as u16;
    }
});

both!([] two_fields_plain, two_fields(x: &mut [f64], bits: &mut Bits) {
    for i in 0..x.len() {
        x[i] += 1.0;
        bits.pair.0 = i as u16;
        if i % 2 == 0 {
            bits.number = 1.0;
        }
    }
});

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 113) as f64 / 16.0 - 3.0).collect()
}

type OnHeld = fn(&mut [f64], &mut Held) -> f64;

#[test]
fn fields_of_unions_are_assigned_and_never_read() {
    let on_held: [(&str, OnHeld, OnHeld); 5] = [
        (
            "always",
            |x, h| {
                always_plain(x, &mut h.bits);
                0.0
            },
            |x, h| {
                always(x, &mut h.bits);
                0.0
            },
        ),
        (
            "sometimes",
            |x, h| {
                sometimes_plain(x, h);
                0.0
            },
            |x, h| {
                sometimes(x, h);
                0.0
            },
        ),
        (
            "carried",
            |x, h| {
                carried_plain(x, h);
                0.0
            },
            |x, h| {
                carried(x, h);
                0.0
            },
        ),
        ("position", |x, h| position_plain(x, h), |x, h| position(x, h)),
        ("position_in_order", |x, h| position_in_order_plain(x, h), |x, h| position_in_order(x, h)),
    ];
    everywhere(|how| {
        for n in [0, 1, 2, 31, 64, 65, 130, 300] {
            let (mut a, mut b) = (ramp(n), ramp(n));
            assert_eq!(local_plain(&mut a), local(&mut b), "{how}, n = {n}");
            let (mut p, mut q) = (Bits { word: 9 }, Bits { word: 9 });
            two_fields_plain(&mut a, &mut p);
            two_fields(&mut b, &mut q);
            assert_eq!(p.word(), q.word(), "{how}, n = {n}");
            for (name, plain, fast) in on_held {
                let (mut p, mut q) = (held(), held());
                let (mut of_plain, mut of_fast) = (0.0, 0.0);
                let text = panic_text(AssertUnwindSafe(|| of_plain = plain(&mut a, &mut p)));
                assert_eq!(
                    text,
                    panic_text(AssertUnwindSafe(|| of_fast = fast(&mut b, &mut q))),
                    "{name}, {how}"
                );
                assert_eq!((p.bits.word(), p.last), (q.bits.word(), q.last), "{name}, {how}, n = {n}");
                assert_eq!(
                    (p.total.to_bits(), of_plain),
                    (q.total.to_bits(), of_fast),
                    "{name}, {how}, n = {n}"
                );
                assert_eq!(a, b, "{name}, {how}, n = {n}");
            }
            let (mut p, mut q) = (vec![Bits { word: 0x0102_0304 }; n], vec![Bits { word: 0x0102_0304 }; n]);
            elements_plain(&mut p);
            elements(&mut q);
            let words = |of: &[Bits]| of.iter().map(|b| b.word()).collect::<Vec<_>>();
            assert_eq!(words(&p), words(&q), "{how}, n = {n}");
        }
    });
    for name in ["local", "always", "sometimes", "carried", "position", "position_in_order", "elements"] {
        ran(name);
    }
}
