//! The browser of the tests finds what it is to find: each fault is planted in a page.

mod browser;

use browser::{Browser, PHONE, key};
use serde_json::json;
use std::path::PathBuf;

/// A page in a folder of its own.
fn page(name: &str, body: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("page <{name}> 1 %"));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("page.html");
    let head = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><title>x</title>";
    std::fs::write(&path, format!("{head}<link rel=icon href='data:,'>{body}")).unwrap();
    path
}

#[test]
fn a_good_page_has_no_fault() {
    let count = "<button onclick='this.textContent = ++n'>0</button><script>let n = 0</script>";
    let page = page(
        "good",
        &format!("{count}<style>@media (prefers-color-scheme: dark) {{ body {{ color: red }} }}</style>"),
    );
    let browser = Browser::open(&page);
    browser.click("button");
    browser.press(&[key::ENTER]);
    assert_eq!(browser.text("return document.querySelector('button').textContent"), "2");
    let color = "return getComputedStyle(document.body).color";
    browser.prefers("light");
    assert_eq!(browser.text(color), "rgb(0, 0, 0)");
    browser.prefers("dark");
    assert_eq!(browser.text(color), "rgb(255, 0, 0)");
    browser.size(PHONE);
    assert_eq!(browser.script("return [innerWidth, innerHeight]"), json!([360, 740]));
    assert_eq!((browser.overflow(), browser.faults()), (0, Vec::new()));
    let picture = page.with_file_name("page.png");
    browser.picture(&picture);
    assert!(std::fs::read(picture).unwrap().starts_with(b"\x89PNG\r\n"));
}

/// Does a fault appear, be it after a while?
fn appears(browser: &Browser, fault: &str) -> bool {
    (0..100).any(|_| {
        let found = browser.faults().iter().any(|f| f.contains(fault));
        if !found {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        found
    })
}

#[test]
fn faults_are_found() {
    let faults = [
        ("console.log('hello')", "hello"),
        ("console.error('oh')", "oh"),
        ("setTimeout(() => nothing.at.all)", "nothing is not defined"),
        ("new Image().src = 'https://localhost:1/x.png'", "a request: https://localhost:1/x.png"),
        ("fetch('http://localhost:1/data')", "a request: http://localhost:1/data"),
        ("new Image().src = 'file:///etc/x.png'", "a request: file:///etc/x.png"),
    ];
    let first = page("first", "");
    let browser = Browser::open(&first);
    browser.is_quiet();
    for (script, fault) in faults {
        browser.script(&format!(
            "const s = document.createElement('script'); s.textContent = {}; document.body.append(s)",
            json!(script)
        ));
        assert!(appears(&browser, fault), "{script}");
    }
    // A request is one even where a policy stops it: that is said on the console.
    let policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"><img src='https://localhost:1/y.png'>";
    browser.go(&page("policy", policy));
    assert!(appears(&browser, "Content Security Policy"));
    browser.go(&page(
        "wide",
        "<pre>a line that is much wider than any telephone is, and does not scroll in itself at all</pre>",
    ));
    browser.size(PHONE);
    assert!(browser.overflow() > 100);
}
