//! Lists of names, and the name that a wrong one was meant to be.

/// "did you mean ..", or the list of names.
pub(super) fn nearest(name: &str, known: &[&str]) -> String {
    let near = known.iter().map(|k| (distance(name, k), k)).min().filter(|(d, _)| *d <= 2);
    match near {
        Some((_, k)) => format!("did you mean `{k}`?"),
        None => format!("there are: {}", listed(known, "")),
    }
}

/// The names, separated by commas, each between two quotes.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a &'a str>, quote: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|n| format!("{quote}{n}{quote}")).collect();
    names.join(", ")
}

/// Levenshtein's edit distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
