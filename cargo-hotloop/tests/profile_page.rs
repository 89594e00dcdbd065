//! The page of `cargo hotloop profile` in a browser: it draws, zooms, sorts and fits, and asks nothing of a network.

mod browser;
#[allow(dead_code, reason = "each test uses a part")]
mod common;

use browser::{Browser, PHONE, key};
use common::good;
use serde_json::json;
use std::path::{Path, PathBuf};

/// A profile with calls in calls, a loop as written, a parallel loop with calls on helpers, and names as bad as they get.
const PROFILE: &str = include_str!("files/profile.json");

fn page(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("profile-page-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    let (file, page) = (folder.join("profile.json"), folder.join("page.html"));
    std::fs::write(&file, PROFILE).unwrap();
    good(&["profile", "--from", file.to_str().unwrap(), "-o", page.to_str().unwrap()]);
    page
}

/// The names of the boxes, from above, and from the left.
fn boxes(browser: &Browser) -> Vec<String> {
    let list = "return [...document.querySelectorAll('#icicle button')].map(b => [b.offsetTop, b.offsetLeft, b.title]) \
                .sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(b => b[2]).join('|')";
    browser.text(list).split('|').map(str::to_owned).collect()
}

#[test]
fn a_click_zooms_in_and_escape_leads_out() {
    let browser = Browser::open(&page("zoom"));
    let all = [
        "step  8.00 ms",
        "relax<T>  2.00 ms",
        "step #1  5.00 ms",
        "step #2  1.00 ms",
        "relax<T> #1  1.50 ms",
        "sum_of  3.00 ms",
    ];
    assert_eq!(boxes(&browser), all);
    // As wide as its time: half of the five in eight in ten.
    let width = "const w = t => document.querySelector(`#icicle button[title^='${t}']`).getBoundingClientRect().width;";
    let share = browser.script(&format!("{width} return w('step #1') / w('step  ')"));
    assert!((share.as_f64().unwrap() - 0.625).abs() < 0.01, "{share}");
    browser.click("#icicle button[title^='step #1']");
    assert_eq!(boxes(&browser), ["step #1  5.00 ms", "sum_of  3.00 ms"]);
    let full = "return document.querySelector('#icicle button').offsetWidth > document.getElementById('icicle').clientWidth - 3";
    assert!(browser.holds(full));
    let told = browser.text("return document.getElementById('details').textContent");
    for words in [
        "step #1, src/a \"b\".rs:12",
        "here: time5.00 ms (50.0 %)",
        "threads busy75 %",
        "GB/s1.60",
        "fast / as written10 / 0",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(browser.text("return document.getElementById('path').textContent"), "allstepstep #1");
    browser.press(&[key::ESCAPE]);
    assert_eq!(boxes(&browser).len(), 4);
    browser.click("#path button[data-to='']");
    assert_eq!(boxes(&browser), all);
    // With the calls on helpers, the one that only they made is wider.
    browser.script(
        "const c = document.getElementById('weight'); c.value = 'all'; c.dispatchEvent(new Event('change'))",
    );
    assert!(boxes(&browser).contains(&"sum_of  7.00 ms".to_owned()), "{:?}", boxes(&browser));
    browser.is_quiet();
}

#[test]
fn boxes_are_reached_by_keys() {
    let browser = Browser::open(&page("keys"));
    browser.script("document.getElementById('weight').focus()");
    browser.press(&[key::TAB, key::ENTER]);
    assert_eq!(browser.text("return document.querySelector('#path button:disabled').textContent"), "step");
    assert!(browser.holds("return document.activeElement.title === 'step  8.00 ms'"));
    browser.press(&[key::ENTER]);
    assert_eq!(boxes(&browser).len(), 6, "a second time leads out");
    browser.is_quiet();
}

#[test]
fn the_table_sorts_and_leads_to_the_boxes() {
    let browser = Browser::open(&page("table"));
    let column = |n: usize| {
        let cells = format!(
            "return [...document.querySelectorAll('tbody tr')].map(r => r.cells[{n}].firstChild.textContent).join('|')"
        );
        browser.text(&cells)
    };
    assert_eq!(column(0), "sum_of|step|step #1|relax<T> #1|step #2|relax<T>|<img src=x onerror=alert(1)>");
    let head = |n: usize| format!("thead th:nth-child({}) button", n + 1);
    browser.click(&head(4));
    assert_eq!(column(4), "8.00 ms|5.00 ms|3.00 ms|2.00 ms|1.50 ms|1.00 ms|0 ns");
    browser.click(&head(4));
    assert_eq!(column(4), "0 ns|1.00 ms|1.50 ms|2.00 ms|3.00 ms|5.00 ms|8.00 ms");
    assert_eq!(
        browser.text("return document.querySelector('[aria-sort=ascending]').textContent"),
        "cumulative"
    );
    // What has no number is last either way.
    for _ in 0..2 {
        browser.click(&head(9));
        assert_eq!(column(9), "1.60|–|–|–|–|–|–");
    }
    browser.click("tbody tr[data-row='3'] td:nth-child(3)");
    assert_eq!(boxes(&browser)[0], "step #2  1.00 ms");
    assert!(browser.holds("return document.querySelector('tr.shown').dataset.row === '3'"));
    // A name is a text.
    assert_eq!(browser.count("img"), 0);
    browser.is_quiet();
}

#[test]
fn it_fits_telephones_and_both_themes() {
    let page = page("themes");
    let browser = Browser::open(&page);
    let back = "return getComputedStyle(document.body).backgroundColor";
    for (scheme, color) in [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 23, 26)")] {
        browser.prefers(scheme);
        assert_eq!(browser.text(back), color);
        for (name, size) in [("wide", browser::DESKTOP), ("phone", PHONE)] {
            browser.size(size);
            assert_eq!(browser.overflow(), 0, "{scheme} {name}");
            browser.click("#icicle button");
            browser.picture(&page.with_file_name(format!("{scheme}-{name}.png")));
            browser.press(&[key::ESCAPE]);
        }
    }
    // Fingers need room.
    let heights = browser.script(
        "return Math.min(...[...document.querySelectorAll('#icicle button')].map(b => b.offsetHeight))",
    );
    assert_eq!(heights, json!(32));
    browser.is_quiet();
}
