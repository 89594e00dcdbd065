//! What a run printed, and the first value in which two runs differ.

/// Where floats may differ (regrouped sums, elementary functions, `fastmath`): as a part of the greater magnitude.
const TOLERANCE: [(&str, f64); 2] = [("f64", 1e-9), ("f32", 1e-3)];

/// How far floats may be apart.
#[derive(Clone, Copy)]
pub struct Tolerance {
    /// May those that are only known as text be `f32`?
    pub is_single: bool,
}

/// One run.
pub struct Run {
    pub name: String,
    pub cases: Vec<Case>,
    /// What could not be shown.
    pub unseen: Vec<String>,
    /// The time of a call on 65,536 elements.
    pub nanoseconds: Option<u64>,
    /// How often each loop ran fast, how often as written, and which it is.
    pub loops: Vec<(u64, u64, String)>,
}

/// What came of one set of inputs.
#[derive(PartialEq, Debug)]
pub struct Case {
    pub label: String,
    pub panic: Option<String>,
    pub values: Vec<(String, Vec<String>)>,
}

/// Reads what a run printed, and what `HOTLOOP_TRACE=1` said of it.
pub fn read(name: &str, out: &str, err: &str) -> Run {
    let loops = err.lines().filter_map(counts).collect();
    let mut run =
        Run { name: name.to_owned(), cases: Vec::new(), unseen: Vec::new(), nanoseconds: None, loops };
    for line in out.lines() {
        let Some((word, rest)) = line.split_once(' ') else { continue };
        match (word, run.cases.last_mut()) {
            ("case", _) => run.cases.push(Case { label: rest.to_owned(), panic: None, values: Vec::new() }),
            ("unseen", _) if run.unseen.iter().any(|u| u == rest) => {}
            ("unseen", _) => run.unseen.push(rest.to_owned()),
            ("time", _) => run.nanoseconds = rest.parse().ok(),
            ("panic", Some(case)) => case.panic = Some(rest.to_owned()),
            ("value", Some(case)) => {
                let mut parts = rest.split(' ');
                let is_value = |p: &str| p.contains(':');
                let mut name = String::new();
                let mut values = Vec::new();
                for part in parts.by_ref() {
                    match is_value(part) {
                        true => values.push(part.to_owned()),
                        false => name = if name.is_empty() { part.into() } else { format!("{name} {part}") },
                    }
                }
                case.values.push((name, values));
            }
            _ => {}
        }
    }
    run
}

/// A line of what `HOTLOOP_TRACE=1` prints at the end: `hotloop: FAST AS-WRITTEN FILE:LINE: loop N of ..`.
fn counts(line: &str) -> Option<(u64, u64, String)> {
    let mut parts = line.strip_prefix("hotloop:")?.trim_start().splitn(2, ' ');
    let fast = parts.next()?.parse().ok()?;
    let (written, rest) = parts.next()?.trim_start().split_once(' ')?;
    let (_, which) = rest.split_once(": ")?;
    Some((fast, written.parse().ok()?, which.trim().to_owned()))
}

/// The first value that differs, in words.
pub fn first_difference(expected: &Run, got: &Run, loose: Option<Tolerance>) -> Option<String> {
    if expected.cases.len() != got.cases.len() {
        return Some(format!("{} inputs instead of {}", got.cases.len(), expected.cases.len()));
    }
    expected.cases.iter().zip(&got.cases).find_map(|(a, b)| {
        let what = difference(a, b, loose)?;
        Some(format!("{}: {} has {what}", a.label, expected.name))
    })
}

fn difference(a: &Case, b: &Case, loose: Option<Tolerance>) -> Option<String> {
    if a.panic != b.panic {
        let text = |p: &Option<String>| p.as_ref().map_or("no panic".to_owned(), |p| format!("panic `{p}`"));
        return Some(format!("{}, this run {}", text(&a.panic), text(&b.panic)));
    }
    for ((name, xs), (_, ys)) in a.values.iter().zip(&b.values) {
        if xs.len() != ys.len() {
            return Some(format!("`{name}` with {} elements, this run {}", xs.len(), ys.len()));
        }
        if let Some(n) = (0..xs.len()).find(|&n| !alike(&xs[n], &ys[n], loose)) {
            return Some(format!(
                "{2} in element {0} of `{1}`, this run {3}",
                n,
                name,
                shown(&xs[n], &ys[n]),
                shown(&ys[n], &xs[n])
            ));
        }
    }
    None
}

/// `f64:3ff0..` as a number.
fn float(value: &str) -> Option<(&str, f64)> {
    let (kind, bits) = value.split_once(':')?;
    let bits = u64::from_str_radix(bits, 16).ok()?;
    match kind {
        "f64" => Some((kind, f64::from_bits(bits))),
        "f32" => Some((kind, f64::from(f32::from_bits(u32::try_from(bits).ok()?)))),
        _ => None,
    }
}

fn alike(a: &str, b: &str, loose: Option<Tolerance>) -> bool {
    if a == b {
        return true;
    }
    if let (Some(x), Some(y), Some(tolerance)) = (text(a), text(b), loose) {
        return alike_text(&x, &y, tolerance);
    }
    let (Some((kind, x)), Some((_, y))) = (float(a), float(b)) else { return false };
    x.is_nan() && y.is_nan() || loose.is_some() && near(kind, x, y)
}

fn near(kind: &str, x: f64, y: f64) -> bool {
    let tolerance = TOLERANCE.iter().find(|(k, _)| *k == kind).map_or(0.0, |(_, t)| *t);
    x.is_nan() && y.is_nan() || x == y || (x - y).abs() <= tolerance * x.abs().max(y.abs()).max(1.0)
}

/// What `Debug` said: `text:68656c6c6f`.
fn text(value: &str) -> Option<String> {
    let hex = value.strip_prefix("text:")?;
    let bytes = (0..hex.len()).step_by(2).map(|n| u8::from_str_radix(hex.get(n..n + 2)?, 16).ok());
    Some(String::from_utf8_lossy(&bytes.collect::<Option<Vec<u8>>>()?).into_owned())
}

/// The same words, and floats that are near.
fn alike_text(a: &str, b: &str, tolerance: Tolerance) -> bool {
    let kind = if tolerance.is_single { "f32" } else { "f64" };
    let (a, b) = (words(a), words(b));
    let number = |word: &str| {
        let is_float = word.contains(['.', 'e']) || word.ends_with("inf") || word == "NaN";
        is_float.then(|| word.parse::<f64>().ok()).flatten()
    };
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| match (number(a), number(b)) {
            (Some(x), Some(y)) => near(kind, x, y),
            _ => a == b,
        })
}

/// Runs of characters that a number may have, and all others one by one.
fn words(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '-');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match is_word(first) {
            true => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

/// How much of a text around a difference is shown.
const SHOWN: usize = 60;

/// Two values that differ.
fn shown(value: &str, other: &str) -> String {
    if let (Some(own), Some(other)) = (text(value), text(other)) {
        let same = own.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        let start = same.saturating_sub(SHOWN / 2);
        let part: String = own.chars().skip(start).take(SHOWN).collect();
        let (before, after) = (start > 0, start + SHOWN < own.chars().count());
        return format!("`{}{part}{}`", if before { ".." } else { "" }, if after { ".." } else { "" });
    }
    match float(value) {
        Some((_, x)) => format!("{x:e}"),
        None => {
            let (kind, bits) = value.split_once(':').unwrap_or(("", value));
            format!("{kind} 0x{bits}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOSE: Option<Tolerance> = Some(Tolerance { is_single: false });

    fn hex(text: &str) -> String {
        text.bytes().fold("text:".to_owned(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    #[test]
    fn texts_are_the_same_but_for_floats() {
        let alike = |a: &str, b: &str, loose| alike(&hex(a), &hex(b), loose);
        let grid = "Grid { cells: [1.0, -2.5e-300, NaN], name: \"a\", columns: 3 }";
        assert!(alike(grid, grid, None));
        let near = grid.replace("1.0", "1.0000000000001");
        assert!(!alike(grid, &near, None) && alike(grid, &near, LOOSE));
        for (from, to) in [
            ("1.0", "1.001"),
            ("NaN", "inf"),
            ("columns: 3", "columns: 4"),
            ("\"a\"", "\"b\""),
            ("NaN]", "NaN, 0.0]"),
        ] {
            assert!(!alike(grid, &grid.replace(from, to), LOOSE), "{from} {to}");
        }
        let single = Some(Tolerance { is_single: true });
        assert!(alike(grid, &grid.replace("1.0", "1.0001"), single));
        let long = |n| hex(&format!("[{}{n}]", "0, ".repeat(50)));
        assert_eq!(shown(&long(1), &long(2)), format!("`..{}1]`", "0, ".repeat(10)));
    }

    #[test]
    fn bits_count_but_for_nan() {
        assert!(alike("f64:7ff8000000000000", "f64:fff8000000000000", None));
        assert!(!alike("f64:0", "f64:8000000000000000", None), "the sign of zero counts");
        assert!(!alike("f64:3ff0000000000000", "f64:3ff0000000000001", None));
        assert!(alike("f64:3ff0000000000000", "f64:3ff0000000000001", LOOSE));
        assert!(!alike("f64:3ff0000000000000", "f64:3ff0100000000000", LOOSE));
        assert!(!alike("u8:1", "u8:2", LOOSE), "integers never differ");
    }

    #[test]
    fn counts_of_loops_are_read() {
        let line = "hotloop:            3           78  /a b/kernels.rs:54: loop 1 of `generic` (first failed: x: y)";
        let expected = (3, 78, "loop 1 of `generic` (first failed: x: y)".to_owned());
        assert_eq!(counts(line), Some(expected));
        assert_eq!(counts("hotloop:         fast   as written  loop"), None);
        assert_eq!(counts("hotloop: k.rs:54: loop 1 of `generic` ran as written: failed x"), None);
    }

    #[test]
    fn the_first_difference_is_said() {
        let text = |bits: &str| {
            format!("case 3 elements\nvalue the result f64:0\nvalue out f64:0 f64:{bits}\ntime 12\n")
        };
        let (plain, ours) = (read("plain", &text("1"), ""), read("ours", &text("2"), ""));
        assert_eq!(plain.nanoseconds, Some(12));
        assert_eq!(first_difference(&plain, &plain, None), None);
        let what = first_difference(&plain, &ours, None).expect("they differ");
        assert_eq!(what, "3 elements: plain has 5e-324 in element 1 of `out`, this run 1e-323");
        let panic = read("ours", "case 3 elements\npanic oh\n", "");
        let what = first_difference(&plain, &panic, None).expect("they differ");
        assert_eq!(what, "3 elements: plain has no panic, this run panic `oh`");
    }
}
