//! Running heads and feet: the same line at the top or foot of page after page.

use std::collections::BTreeMap;

use super::layout::is_page_number;

/// How many lines at either end of a page may be running ones.
const DEEP: usize = 3;
/// Fewer pages than this show no repetition.
const MIN_PAGES: usize = 3;

/// Joins the lines of all pages, without the lines that run through them. What
/// runs stays where it stands first: it may be the head of a table.
pub(super) fn without_heads(pages: Vec<Vec<&str>>) -> Vec<&str> {
    if pages.len() < MIN_PAGES {
        return pages.into_iter().flatten().collect();
    }
    let mut seen: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for (top, at) in ends(page) {
            let on = seen.entry((top, key(page[at]))).or_default();
            if on.last() != Some(&number) {
                on.push(number);
            }
        }
    }
    let runs = |top: bool, line: &str, number: usize| {
        seen.get(&(top, key(line))).is_some_and(|on| {
            on.len() >= MIN_PAGES && on.len() * 5 >= pages.len() * 3 && on[0] != number
        })
    };
    let mut out = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let mut leave: Vec<usize> = ends(page)
            .filter(|(top, at)| runs(*top, page[*at], number))
            .map(|(_, at)| at)
            .collect();
        // A page number that a running line hid from sight.
        let (mut first, mut last) = (0, page.len());
        while first < last && (leave.contains(&first) || is_number(page[first], first)) {
            leave.push(first);
            first += 1;
        }
        while last > first && (leave.contains(&(last - 1)) || is_number(page[last - 1], 0)) {
            leave.push(last - 1);
            last -= 1;
        }
        out.extend(
            page.iter()
                .enumerate()
                .filter(|(at, _)| !leave.contains(at))
                .map(|(_, line)| *line),
        );
    }
    out
}

/// The first and last lines of a page: whether at the top, and which.
fn ends(page: &[&str]) -> impl Iterator<Item = (bool, usize)> {
    let len = page.len();
    // A page of few lines is all text.
    let deep = if len > DEEP * 3 { DEEP } else { 0 };
    (0..deep)
        .map(|at| (true, at))
        .chain((len - deep..len).map(|at| (false, at)))
}

/// The number of a page beside or below a running line, near the end of the page.
fn is_number(line: &str, from_top: usize) -> bool {
    from_top < DEEP && is_page_number(line)
}

/// What repeats: the words, and for `Trang 3/12` not its numbers.
fn key(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let words = words.join(" ");
    let small = words.to_lowercase();
    if !(small.contains("trang") || small.contains("page")) {
        return words;
    }
    small
        .chars()
        .map(|c| if c.is_ascii_digit() { '#' } else { c })
        .collect::<String>()
        .replace("##", "#")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page<'a>(head: &'a str, words: &'a str, foot: &'a str) -> Vec<&'a str> {
        let mut page = vec![head];
        page.extend(std::iter::repeat_n(words, 9));
        page.push(foot);
        page
    }

    #[test]
    fn what_runs_through_the_pages_is_left_out_after_the_first() {
        let pages = vec![
            page("Chỉ thị số 15", "một", "Trang 1/3"),
            page("Chỉ thị số 15", "hai", "Trang 2/3"),
            page("Chỉ thị số 15", "ba", "Trang 3/3"),
        ];
        let lines = without_heads(pages);
        assert_eq!(lines.iter().filter(|l| **l == "Chỉ thị số 15").count(), 1);
        assert_eq!(lines.iter().filter(|l| l.starts_with("Trang")).count(), 1);
        assert_eq!(lines.iter().filter(|l| **l == "hai").count(), 9);
    }

    #[test]
    fn a_number_below_a_running_head_is_the_page_s() {
        let numbered = |n: &'static str, words: &'static str| {
            let mut page = page("UBND tỉnh", words, words);
            page.insert(1, n);
            page
        };
        let lines = without_heads(vec![
            numbered("1", "một"),
            numbered("2", "hai"),
            numbered("3", "ba"),
        ]);
        assert!(!lines.contains(&"2") && !lines.contains(&"3"));
    }

    #[test]
    fn forms_that_count_on_from_page_to_page_stay() {
        let pages: Vec<Vec<&str>> = vec![
            page("Mẫu số 01", "một", "x"),
            page("Mẫu số 02", "hai", "y"),
            page("Mẫu số 03", "ba", "z"),
        ];
        let lines = without_heads(pages);
        assert!(lines.contains(&"Mẫu số 02") && lines.contains(&"Mẫu số 03"));
    }
}
