//! Accumulators against brute force: every order of the terms, every split into lanes and chunks.

use hotloop::__private::{
    ASKED, Acc, Ex, Extreme, LANES, LAST, MAX, NUMBER, Ordered, PLACED, Part, Product, Reduce, Sum, Top,
};

/// All orders of up to six things.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for order in orders(n - 1) {
        for at in 0..n {
            let mut order = order.clone();
            order.insert(at, n - 1);
            all.push(order);
        }
    }
    all
}

/// Small numbers from a fixed mixing step.
struct Draw(u64);
impl Draw {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ (mixed >> 27)) % below
    }
}

/// Where a sum or product is said to fit, no order of its terms, the variable's value among them, overflows.
macro_rules! fits_means_no_overflow {
    ($name:ident, $t:ty) => {
        #[test]
        fn $name() {
            let orders: Vec<Vec<Vec<usize>>> = (0..6).map(orders).collect();
            let mut draw = Draw(1);
            let (mut fitting, mut refused) = (0, 0);
            for round in 0..6000u64 {
                let n = draw.next(5) as usize;
                let most = [2, 3, 6, 40, 256][draw.next(5) as usize];
                let mut value = || (draw.next(most) as $t).wrapping_sub((most / 3) as $t);
                let start = value();
                let terms: Vec<$t> = (0..n).map(|_| value()).collect();
                let minus: Vec<bool> = (0..n).map(|i| round >> i & 1 == 1 && round % 3 == 0).collect();
                let split = draw.next(n as u64 + 1) as usize;
                let part = |range: std::ops::Range<usize>| -> (Part<$t, Sum>, Part<$t, Product>) {
                    let (mut sum, mut product): (Acc<$t, Sum>, Acc<$t, Product>) =
                        (Ex::<$t>::new().acc(), Ex::<$t>::new().acc_mul());
                    for i in range {
                        sum.count(1);
                        product.count(1);
                        if minus[i] {
                            sum.sub(i % LANES, terms[i])
                        } else {
                            sum.add(i % LANES, terms[i])
                        }
                        product.mul(i % LANES, terms[i]);
                    }
                    (sum.part(), product.part())
                };
                let (a, b) = (part(0..split), part(split..n));
                let (sum, product) = (a.0.join(b.0), a.1.join(b.1));
                for order in &orders[n + 1] {
                    // The start is the last of them; negative terms of a sum are subtracted.
                    let of = |i: usize| if i == n { start } else { terms[i] };
                    let added = order.iter().try_fold(0 as $t, |s, &i| {
                        if i < n && minus[i] { s.checked_sub(of(i)) } else { s.checked_add(of(i)) }
                    });
                    let multiplied = order.iter().try_fold(1 as $t, |p, &i| p.checked_mul(of(i)));
                    let first_minus = order.first().is_some_and(|&i| i < n && minus[i]);
                    // A program starts with its variable: an unsigned one never begins below zero.
                    if sum.fits(&start) && !(first_minus && <$t>::MIN == 0) && order.first() == Some(&n) {
                        assert!(added.is_some(), "{start} and {terms:?} {minus:?} in the order {order:?}");
                    }
                    if product.fits(&start) {
                        assert!(multiplied.is_some(), "{start} and {terms:?} in the order {order:?}");
                    }
                }
                let (mut s, mut p) = (start, start);
                sum.put(&mut s);
                product.put(&mut p);
                let plain_sum = (0..n).fold(start, |s, i| {
                    if minus[i] { s.wrapping_sub(terms[i]) } else { s.wrapping_add(terms[i]) }
                });
                assert_eq!(s, plain_sum);
                assert_eq!(p, terms.iter().fold(start, |p, t| p.wrapping_mul(*t)));
                fitting += u32::from(sum.fits(&start)) + u32::from(product.fits(&start));
                refused += u32::from(!sum.fits(&start)) + u32::from(!product.fits(&start));
            }
            assert!(fitting > 1000 && refused > 1000, "{fitting} fit, {refused} do not");
        }
    };
}
fits_means_no_overflow!(i8_sums_and_products, i8);
fits_means_no_overflow!(u8_sums_and_products, u8);

#[test]
fn extremes_of_integers_do_not_hide() {
    for value in [i64::MIN, i64::MIN + 1, i64::MAX, -1, 0, 1, 2, i64::MAX / 2, 1 << 31] {
        for start in [i64::MIN, -2, -1, 0, 1, 2, i64::MAX] {
            let (mut sum, mut product) = (Ex::<i64>::new().acc(), Ex::<i64>::new().acc_mul());
            sum.count(1);
            product.count(1);
            sum.add(7, value);
            product.mul(7, value);
            assert!(!sum.part().fits(&start) || start.checked_add(value).is_some(), "{start} + {value}");
            assert!(!product.part().fits(&start) || start.checked_mul(value).is_some(), "{start} * {value}");
        }
    }
    let empty = Ex::<u32>::new().acc_mul();
    assert!(empty.part().fits(&u32::MAX), "no factor, no overflow");
}

#[test]
fn identities_change_no_bit() {
    fn check<T: Reduce<O> + std::fmt::Debug + PartialEq, O: Copy>(values: &[T]) {
        for value in values {
            assert_eq!(T::EMPTY.join(*value), *value);
            assert_eq!(value.join(T::EMPTY), *value);
        }
    }
    use hotloop::__private::{And, Or, Xor};
    check::<bool, And>(&[false, true]);
    check::<bool, Or>(&[false, true]);
    check::<bool, Xor>(&[false, true]);
    check::<i8, And>(&[i8::MIN, -1, 0, 1, i8::MAX]);
    check::<i128, And>(&[i128::MIN, -1, 0, 1, i128::MAX]);
    check::<u128, Or>(&[0, 1, u128::MAX]);
    check::<usize, Xor>(&[0, 1, usize::MAX]);
    check::<u16, Product>(&[0, 1, u16::MAX]);
    for value in [0.0f64, -0.0, 1.5, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE / 3.0] {
        let sum = <f64 as Reduce<Sum>>::join(<f64 as Reduce<Sum>>::EMPTY, value);
        let product = <f64 as Reduce<Product>>::join(<f64 as Reduce<Product>>::EMPTY, value);
        assert_eq!((sum.to_bits(), product.to_bits()), (value.to_bits(), value.to_bits()));
    }
}

/// What the loop in order finds.
fn serial<const RULE: u8>(start: f64, terms: &[f64]) -> (f64, Option<usize>) {
    let (mut m, mut at) = (start, None);
    for (i, &x) in terms.iter().enumerate() {
        let better = match (RULE & MAX != 0, RULE & LAST != 0) {
            (true, false) => x > m,
            (true, true) => x >= m,
            (false, false) => x < m,
            (false, true) => x <= m,
        };
        if better || (RULE & NUMBER != 0 && m.is_nan() && !x.is_nan()) {
            m = x;
            at = Some(i);
        }
    }
    (m, at)
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// Terms in so many lanes, in chunks of two blocks.
fn tops<const RULE: u8>(terms: &[f64], lanes: usize) -> Option<Top<f64, RULE, usize>> {
    let chunk = |c: usize, terms: &[f64]| {
        let mut acc: Extreme<f64, RULE> = Ex::new().extreme();
        for (i, &x) in terms.iter().enumerate() {
            // Blocks are as far apart as a block is long.
            let (block, lane) = (i / lanes, i % lanes);
            acc.take(lane, (block * LANES) as u64 + 1, x);
        }
        let top = acc.part();
        let (block, lane) = (top.ordinal() as usize / LANES, top.ordinal() as usize % LANES);
        top.with(c * 2 * lanes + block * lanes + lane)
    };
    let parts = terms.chunks(2 * lanes).enumerate().map(|(c, terms)| chunk(c, terms));
    parts.reduce(|a, b| a.join(b))
}

fn check<const RULE: u8>(start: f64, terms: &[f64], lanes: usize) {
    let Some(top) = tops::<RULE>(terms, lanes) else { return };
    let what = format!("rule {RULE:05b}, {lanes} lanes, {start} and {terms:?}");
    let (value, at) = serial::<RULE>(start, terms);
    let mut m = start;
    if RULE & PLACED != 0 && RULE & NUMBER != 0 && start.is_nan() {
        return;
    }
    assert!(RULE & PLACED == 0 || top.fits(&start), "{what}: a placed rule is refused");
    if top.fits(&start) {
        let found = top.settle(&mut m);
        assert!(same(m, value), "{what}: {m} instead of {value}");
        if RULE & ASKED != 0 {
            assert_eq!(found, at, "{what}");
        }
    } else {
        let zeros = |sign| terms.iter().any(|x| *x == 0.0 && x.is_sign_negative() == sign);
        let none = start.is_nan() && terms.iter().all(|x| x.is_nan() || x.is_infinite());
        assert!((zeros(true) && zeros(false) && value == 0.0) || none, "{what}: refused without need");
    }
}

fn every_rule(start: f64, terms: &[f64], lanes: usize) {
    macro_rules! rules {
        ($($rule:expr),*) => {$( check::<{ $rule }>(start, terms, lanes); )*};
    }
    rules!(0, MAX, LAST, MAX | LAST, NUMBER, MAX | NUMBER, LAST | NUMBER, MAX | LAST | NUMBER);
    rules!(
        PLACED,
        MAX | PLACED,
        LAST | PLACED,
        MAX | LAST | PLACED,
        PLACED | NUMBER,
        MAX | LAST | PLACED | NUMBER
    );
    rules!(PLACED | ASKED, MAX | PLACED | ASKED, LAST | PLACED | ASKED, MAX | LAST | PLACED | ASKED);
}

#[test]
fn extremes_are_those_of_the_loop_in_order() {
    let special = [0.0, -0.0, f64::NAN, 1.0, f64::NEG_INFINITY, f64::INFINITY];
    for start in special {
        for n in 0..=4u32 {
            for code in 0..6usize.pow(n) {
                let terms: Vec<f64> = (0..n).map(|i| special[code / 6usize.pow(i) % 6]).collect();
                for lanes in [1, 2, 3] {
                    every_rule(start, &terms, lanes);
                }
            }
        }
    }
}

#[test]
fn extremes_of_long_loops() {
    let mut draw = Draw(5);
    for _ in 0..3000 {
        let n = draw.next(200) as usize;
        let values = 2 + draw.next(5);
        let special = [0.0, -0.0, f64::NAN, -1.0, 1.0, f64::NEG_INFINITY, f64::INFINITY];
        let terms: Vec<f64> = (0..n).map(|_| special[draw.next(values) as usize]).collect();
        every_rule(special[draw.next(7) as usize], &terms, LANES);
    }
}

#[test]
fn extremes_of_other_types() {
    fn check<T: Ordered + std::fmt::Debug>(values: &[T]) {
        for &start in values {
            for &a in values {
                for &b in values {
                    let mut acc: Extreme<T, { MAX | ASKED | PLACED }> = Ex::new().extreme();
                    acc.take(0, 1, a);
                    acc.take(1, 1, b);
                    let top = acc.part().with(());
                    let (mut m, mut taken) = (start, false);
                    for x in [a, b] {
                        if x > m {
                            (m, taken) = (x, true);
                        }
                    }
                    let mut found = start;
                    let told = top.settle(&mut found).is_some();
                    assert!(found == m && told == taken, "{start:?}, {a:?}, {b:?}: {found:?}");
                    let mut least: Extreme<T, 0> = Ex::new().extreme();
                    least.see(3, a);
                    least.see(31, b);
                    let mut found = start;
                    least.part().put(&mut found);
                    assert!([start, a, b].iter().all(|x| found <= *x), "{start:?}, {a:?}, {b:?}: {found:?}");
                }
            }
        }
    }
    check(&[false, true]);
    check(&['\0', 'a', '\u{D7FF}', '\u{E000}', '\u{10FFFF}']);
    check(&[i8::MIN, -1, 0, 1, i8::MAX]);
    check(&[u128::MIN, 1, u128::MAX]);
    check(&[i128::MIN, 0, i128::MAX]);
    check(&[u64::MIN, 1, u64::MAX]);
}
