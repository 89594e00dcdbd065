// Chains: what they begin with, and what they end in.

#[accel(parallel)]
fn of_a_slice(a: &[f64]) -> f64 {
    a.iter().map(|x| x * x).sum() //~ parallel; reduction +, 32 lanes: sum
}

#[accel(parallel)]
fn of_a_field(s: &State) -> f64 {
    s.x.iter().zip(&s.y).map(|(x, y)| x * y).sum() //~ parallel; reduction +, 32 lanes: sum
}

#[accel(parallel)]
fn of_a_local(n: usize) -> f64 {
    let x = vec_of(n);
    x.iter().fold(1.0, |p, v| p * v) //~ parallel; reduction *, 32 lanes: p
}

#[accel(parallel)]
fn of_an_inclusive_range(n: u64) -> u64 {
    return (1..=n).map(|i| i ^ (i >> 1)).sum(); //~ parallel; reduction +, 32 lanes: sum
}

#[accel(parallel)]
fn in_a_branch(a: &[f64]) -> f64 {
    if a.len() > 3 {
        a.iter().sum() //~ parallel; reduction +, 32 lanes: sum
    } else {
        0.0
    }
}

#[accel(parallel)]
fn of_subscripts(a: &[f64], n: usize) -> Option<usize> {
    (0..n).min_by(|&i, &j| a[i].total_cmp(&a[j])) //~ parallel; guarded a[i]
}

#[accel]
fn least_on_one_thread(a: &[f64]) -> Option<&f64> {
    a.iter().min_by(|x, y| x.partial_cmp(y).unwrap()) //~ serial
}

#[accel]
fn in_order(a: &[f64]) -> f64 {
    a.iter().sum() //~ as written; A0202 sum
}

#[accel]
fn of_different_keys(a: &[(f64, f64)]) -> Option<&(f64, f64)> {
    a.iter().max_by(|x, y| x.0.total_cmp(&y.1)) //~ as written; A0202 max_by
}

#[accel]
fn unknown_end(a: &[f64]) -> Option<&f64> {
    a.iter().find(|x| **x > 1.0) //~ as written; A0202 find
}

#[accel]
fn unknown_adapter(a: &[f64]) -> f64 {
    a.iter().take_while(|x| **x > 1.0).sum() //~ as written; A0202 sum
}

#[accel]
fn late_adapter(a: &[f64]) -> f64 {
    a.iter().filter(|x| **x > 2.0).skip(1).sum() //~ as written; A0202 sum
}

#[accel]
fn filtered(a: &[f64]) -> Vec<f64> {
    a.iter().filter(|x| **x > 1.0).copied().collect() //~ as written; A0202 collect
}

#[accel]
fn pairs_of_sums(a: &[f64]) -> (f64, f64) {
    a.iter().fold((0.0, 0.0), |(s, t), x| (s + x, t + x * x)) //~ as written; A0202 fold
}

#[accel]
fn endless(a: &mut [f64]) {
    for (i, x) in (0..).zip(a) { //~ as written; A0202 (0..).zip(a)
        *x = f64::from(i);
    }
}

#[accel]
fn bare_numbers(a: &mut [f64]) {
    for (i, x) in (0..9).zip(a) { //~ as written; A0202 (0..9).zip(a)
        *x = f64::from(i);
    }
}

#[accel]
fn late_in_a_head(a: &[f64], b: &mut [f64]) {
    for (i, x) in a.iter().map(|x| x * 2.0).enumerate() { //~ serial
        b[i] = x; //~ guarded =b[i]
    }
}
