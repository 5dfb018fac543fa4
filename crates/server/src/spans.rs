//! A text cut at the borders of spans that may overlap.
//!
//! Spans count Unicode code points, end exclusive. Each piece knows every span
//! it lies in, so overlapping and nested spans need no nested markup, and the
//! pieces put together are exactly the text.

/// A span of a text, with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span<M> {
    /// First code point.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
    /// What it means.
    pub(crate) means: M,
}

/// A run of text that lies in the same spans throughout.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece<'t> {
    /// The words.
    pub(crate) text: &'t str,
    /// The spans it lies in, by position in the list that was given.
    pub(crate) within: Vec<usize>,
    /// The spans that begin with it.
    pub(crate) begins: Vec<usize>,
    /// The spans that end with it.
    pub(crate) ends: Vec<usize>,
}

/// Cuts `text` at the borders of `spans`. Spans that are empty or reach beyond
/// the text are passed over.
pub(crate) fn cut<'t, M>(text: &'t str, spans: &[Span<M>]) -> Vec<Piece<'t>> {
    let length = text.chars().count();
    let good = |span: &Span<M>| span.start < span.end && span.end <= length;
    let mut borders: Vec<usize> = spans
        .iter()
        .filter(|span| good(span))
        .flat_map(|span| [span.start, span.end])
        .chain([0, length])
        .collect();
    borders.sort_unstable();
    borders.dedup();
    let bytes = byte_places(text, &borders);
    let mut pieces = Vec::with_capacity(borders.len());
    for (border, byte) in borders.windows(2).zip(bytes.windows(2)) {
        let ([from, to], [first, last]) = (border, byte) else {
            continue;
        };
        let of = |wanted: &dyn Fn(&Span<M>) -> bool| {
            let found = spans
                .iter()
                .enumerate()
                .filter(|(_, span)| good(span) && wanted(span));
            found.map(|(place, _)| place).collect::<Vec<_>>()
        };
        pieces.push(Piece {
            text: text.get(*first..*last).unwrap_or_default(),
            within: of(&|span| span.start <= *from && *to <= span.end),
            begins: of(&|span| span.start == *from),
            ends: of(&|span| span.end == *to),
        });
    }
    pieces
}

/// Returns the words of a span; `None` when it reaches beyond the text.
pub(crate) fn words(text: &str, start: usize, end: usize) -> Option<&str> {
    if start > end || end > text.chars().count() {
        return None;
    }
    match byte_places(text, &[start, end])[..] {
        [first, last] => text.get(first..last),
        _ => None,
    }
}

/// Byte positions of ascending code point positions.
fn byte_places(text: &str, places: &[usize]) -> Vec<usize> {
    let mut at = text
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([text.len()])
        .enumerate();
    let mut last = None;
    let mut found = Vec::with_capacity(places.len());
    for place in places {
        if let Some((known, byte)) = last
            && known == *place
        {
            found.push(byte);
            continue;
        }
        last = at.find(|(code_point, _)| code_point == place);
        found.extend(last.map(|(_, byte)| byte));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span<()> {
        Span {
            start,
            end,
            means: (),
        }
    }

    fn texts<'t>(pieces: &[Piece<'t>]) -> Vec<&'t str> {
        pieces.iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn pieces_of_overlapping_spans_give_the_text_back() {
        let text = "Giao Sở Tài chính báo cáo trước ngày 30/9";
        let spans = [span(5, 25), span(18, 41), span(18, 25), span(0, 41)];
        let pieces = cut(text, &spans);
        assert_eq!(texts(&pieces).concat(), text);
        for (place, each) in spans.iter().enumerate() {
            let within = pieces.iter().filter(|piece| piece.within.contains(&place));
            let joined: String = within.map(|piece| piece.text).collect();
            assert_eq!(Some(joined.as_str()), words(text, each.start, each.end));
            let begins = pieces
                .iter()
                .filter(|piece| piece.begins.contains(&place))
                .count();
            let ends = pieces
                .iter()
                .filter(|piece| piece.ends.contains(&place))
                .count();
            assert_eq!((begins, ends), (1, 1));
        }
    }

    #[test]
    fn offsets_count_code_points_and_not_bytes() {
        let text = "đđ e\u{301}𝒳 ộ";
        assert_eq!(words(text, 3, 5), Some("e\u{301}"));
        assert_eq!(words(text, 5, 6), Some("𝒳"));
        assert_eq!(words(text, 0, 8), Some(text));
        assert_eq!(words(text, 0, 9), None);
    }

    #[test]
    fn spans_beyond_the_text_or_empty_are_passed_over() {
        let pieces = cut("abc", &[span(2, 9), span(1, 1), span(3, 2)]);
        assert_eq!(texts(&pieces), ["abc"]);
        assert!(pieces[0].within.is_empty());
        assert!(cut("", &[span(0, 1)]).is_empty());
    }
}
