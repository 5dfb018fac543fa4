//! Just enough HTML to check pages: well-formed nesting, unique ids, text.

use std::collections::BTreeSet;

const VOID: [&str; 5] = ["meta", "link", "input", "br", "img"];

/// A tag of a page: its name, whether it closes, its attributes as written.
struct Tag<'p> {
    name: &'p str,
    closes: bool,
    attributes: &'p str,
    /// Where the text after it begins.
    after: usize,
}

fn tags(page: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + page[at..].find('<')?;
        let end = start + page[start..].find('>').expect("a tag ends");
        at = end + 1;
        let inside = &page[start + 1..end];
        assert!(!inside.contains('<'), "a `<` inside a tag: {inside}");
        let closes = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let name_end = inside
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(inside.len());
        Some(Tag {
            name: &inside[..name_end],
            closes,
            attributes: &inside[name_end..],
            after: at,
        })
    })
}

fn attribute<'p>(attributes: &'p str, name: &str) -> Option<&'p str> {
    let at = attributes.find(&format!(" {name}=\""))? + name.len() + 3;
    attributes[at..].split('"').next()
}

/// Fails unless tags nest, ids are unique, and one heading leads the page.
pub(crate) fn check(page: &str, name: &str) {
    assert!(page.starts_with("<!DOCTYPE html>"), "{name}");
    let mut open = Vec::new();
    let mut ids = BTreeSet::new();
    let (mut h1, mut mains) = (0, 0);
    for tag in tags(page).skip(1) {
        if let Some(id) = attribute(tag.attributes, "id") {
            assert!(ids.insert(id.to_owned()), "{name}: id `{id}` stands twice");
        }
        if tag.closes {
            let opened = open.pop();
            assert_eq!(
                opened,
                Some(tag.name),
                "{name}: near {}",
                &page[..tag.after].len()
            );
            continue;
        }
        h1 += usize::from(tag.name == "h1");
        mains += usize::from(tag.name == "main");
        if !VOID.contains(&tag.name) && !tag.attributes.ends_with('/') {
            open.push(tag.name);
        }
    }
    assert!(open.is_empty(), "{name}: not closed: {open:?}");
    assert_eq!((h1, mains), (1, 1), "{name}");
}

/// Undoes the escapes that templates write.
fn plain(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}

/// Links and sources within the site, without the place on the page.
pub(crate) fn links(page: &str) -> BTreeSet<String> {
    let each = tags(page).filter_map(|tag| {
        let link = attribute(tag.attributes, "href").or(attribute(tag.attributes, "src"))?;
        let link = plain(link.split('#').next().unwrap_or_default().trim());
        // `&#38;` holds a `#` itself.
        let whole = plain(attribute(tag.attributes, "href").unwrap_or(&link));
        let link = whole.split('#').next().unwrap_or_default().to_owned();
        link.starts_with('/').then_some(link)
    });
    each.collect()
}

/// The text of the first element with these attributes, pins left out.
pub(crate) fn text_of(page: &str, attributes: &str) -> String {
    let start = page.find(attributes).expect("the element is there");
    let start = start + page[start..].find('>').unwrap() + 1;
    let name_at = page[..start].rfind('<').unwrap() + 1;
    let name = page[name_at..].split([' ', '>']).next().unwrap();
    let end = start + page[start..].find(&format!("</{name}>")).unwrap();
    inner(&page[start..end])
}

fn inner(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = if rest[start..].starts_with("<a class=\"pin\"") {
            &rest[start + rest[start..].find("</a>").unwrap() + 4..]
        } else {
            &rest[start + rest[start..].find('>').unwrap() + 1..]
        };
    }
    out.push_str(rest);
    plain(&out)
}

/// The words of each run of neighbouring marks of a class.
pub(crate) fn marked(page: &str, class: &str) -> Vec<String> {
    let start = page.find("class=\"text\"").expect("a text");
    let text = &page[start..];
    let text = &text[text.find('>').unwrap() + 1..text.find("</div>").unwrap()];
    let (mut runs, mut run, mut rest) = (Vec::new(), String::new(), text);
    while let Some(at) = rest.find("<mark class=\"") {
        let between = inner(&rest[..at]);
        if !between.is_empty() && !run.is_empty() {
            runs.push(std::mem::take(&mut run));
        }
        let classes = rest[at + 13..].split('"').next().unwrap();
        let from = at + rest[at..].find('>').unwrap() + 1;
        let to = from + rest[from..].find("</mark>").unwrap();
        if classes.split(' ').any(|each| each == class) {
            run.push_str(&inner(&rest[from..to]));
        } else if !run.is_empty() {
            runs.push(std::mem::take(&mut run));
        }
        rest = &rest[to + 7..];
    }
    runs.push(run);
    runs
}

/// The first list of figures: each value and where it leads.
pub(crate) fn figures(page: &str) -> Vec<(String, String)> {
    let start = page.find("<ul class=\"figures").expect("figures");
    let list = &page[start..start + page[start..].find("</ul>").unwrap()];
    let each = list.split("<li").skip(1).map(|item| {
        let link = attribute(item.split_once("<a").unwrap().1, "href").unwrap();
        (text_of(item, "class=\"value\""), plain(link))
    });
    each.collect()
}
