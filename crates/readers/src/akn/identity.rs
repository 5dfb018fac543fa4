//! What a document is called for ever: FRBR work, expression, manifestation.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dondoc_documents::Header;
use unicode_normalization::UnicodeNormalization as _;

use super::inline::escaped;

/// The parts of the identity.
pub(crate) struct Identity {
    /// The kind word as a slug: `chi-thi`.
    pub(crate) subtype: String,
    number: String,
    number_slug: String,
    /// As far as known: `2023-08-07`, `2023-08`, `2023`.
    date: Option<String>,
    issuer: Option<String>,
    title: String,
}

/// The date of a document whose date is not known; the schema wants one.
const NO_DATE: &str = "0001-01-01";

impl Identity {
    pub(crate) fn of(header: &Header) -> Self {
        let subtype = slug(header.kind.as_deref().unwrap_or("văn bản"));
        let title = header.title.clone().unwrap_or_default();
        let number = header.number.clone().unwrap_or_default();
        let number_slug = [number.as_str(), title.as_str(), "nn"]
            .into_iter()
            .map(slug)
            .find(|slug| !slug.is_empty())
            .unwrap_or_default();
        Self {
            subtype,
            number_slug: shortened(&number_slug),
            number,
            date: header.date.clone().filter(|date| is_date(date)),
            issuer: header.issuer.clone(),
            title,
        }
    }

    fn work(&self, root: &str) -> String {
        let date = self.date.as_deref().unwrap_or(NO_DATE);
        format!(
            "/akn/vn/{root}/{}/{date}/{}",
            self.subtype, self.number_slug
        )
    }

    /// Returns the day, and whether it is only the first of what is known.
    fn day(&self) -> (String, &'static str) {
        match self.date.as_deref() {
            None => (NO_DATE.to_owned(), "unknown"),
            Some(date) => match date.len() {
                4 => (format!("{date}-01-01"), "year"),
                7 => (format!("{date}-01"), "month"),
                _ => (date.to_owned(), "issued"),
            },
        }
    }

    /// Writes `meta`. `organizations` are names by id.
    pub(crate) fn write(
        &self,
        out: &mut String,
        root: &str,
        organizations: &BTreeMap<String, String>,
    ) {
        let work = self.work(root);
        let (day, name) = self.day();
        let issuer = self
            .issuer
            .as_deref()
            .map_or("unknown-issuer".to_owned(), id_of);
        let date = format!("<FRBRdate date=\"{day}\" name=\"{name}\"/>");
        let author = format!("<FRBRauthor href=\"#{issuer}\" as=\"#author\"/>");
        let _ = write!(
            out,
            "<meta>\n<identification source=\"#dondoc\">\n<FRBRWork>\n\
             <FRBRthis value=\"{work}/!main\"/>\n<FRBRuri value=\"{work}\"/>\n\
             <FRBRalias value=\"{title}\" name=\"title\"/>\n\
             {date}\n{author}\n<FRBRcountry value=\"vn\"/>\n<FRBRsubtype value=\"{subtype}\"/>\n\
             <FRBRnumber value=\"{number}\"/>\n</FRBRWork>\n<FRBRExpression>\n\
             <FRBRthis value=\"{work}/vie@{day}/!main\"/>\n<FRBRuri value=\"{work}/vie@{day}\"/>\n\
             {date}\n{author}\n<FRBRlanguage language=\"vie\"/>\n</FRBRExpression>\n\
             <FRBRManifestation>\n<FRBRthis value=\"{work}/vie@{day}/!main.xml\"/>\n\
             <FRBRuri value=\"{work}/vie@{day}.xml\"/>\n{date}\n<FRBRauthor href=\"#dondoc\" as=\"#editor\"/>\n\
             <FRBRformat value=\"application/akn+xml\"/>\n</FRBRManifestation>\n</identification>\n",
            title = escaped(&self.title),
            subtype = self.subtype,
            number = escaped(if self.number.is_empty() {
                &self.number_slug
            } else {
                &self.number
            }),
        );
        self.references(out, &issuer, organizations);
        out.push_str("</meta>\n");
    }

    fn references(&self, out: &mut String, issuer: &str, organizations: &BTreeMap<String, String>) {
        let mut all = organizations.clone();
        let name = self
            .issuer
            .as_deref()
            .unwrap_or("Không rõ cơ quan ban hành");
        all.insert(issuer.to_owned(), name.to_owned());
        out.push_str("<references source=\"#dondoc\">\n");
        for (id, name) in &all {
            let _ = writeln!(
                out,
                "<TLCOrganization eId=\"{id}\" href=\"/akn/ontology/organizations/vn/{id}\" showAs=\"{}\"/>",
                escaped(name)
            );
        }
        out.push_str(
            "<TLCObject eId=\"dondoc\" href=\"/akn/ontology/objects/vn/dondoc\" showAs=\"Đôn Đốc\"/>\n\
             <TLCRole eId=\"author\" href=\"/akn/ontology/roles/author\" showAs=\"Cơ quan ban hành\"/>\n\
             <TLCRole eId=\"editor\" href=\"/akn/ontology/roles/editor\" showAs=\"Chương trình đọc\"/>\n\
             </references>\n",
        );
    }
}

/// Returns the place of a cited document as far as the mention tells it:
/// `/akn/vn/doc/nghi-dinh/2024-03-15/32-2024-nd-cp`.
pub(crate) fn cited(kind: &str, date: Option<&str>, number: Option<&str>, text: &str) -> String {
    let mut href = format!("/akn/vn/doc/{}", slug(kind));
    if let Some(date) = date.filter(|date| is_date(date)) {
        href.push('/');
        href.push_str(date);
    }
    href.push('/');
    href.push_str(&shortened(&slug(number.unwrap_or(text))));
    href
}

/// `2023`, `2023-08` or `2023-08-07`, in ranges.
pub(crate) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |index: usize, digits: usize, most: u32| {
        parts.get(index).is_none_or(|part| {
            part.len() == digits
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part
                    .parse()
                    .is_ok_and(|number: u32| (1..=most).contains(&number))
        })
    };
    let short_month = matches!(parts.get(1), Some(&("04" | "06" | "09" | "11")));
    let february = parts.get(1) == Some(&"02");
    let days = match (february, short_month) {
        (true, _) => 28,
        (_, true) => 30,
        _ => 31,
    };
    let leap = text.ends_with("-02-29") && is_leap(parts[0]);
    parts.len() <= 3 && number(0, 4, 9999) && number(1, 2, 12) && (leap || number(2, 2, days))
}

fn is_leap(year: &str) -> bool {
    let year: u32 = year.parse().unwrap_or(1);
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// An XML id for a unit.
pub(crate) fn id_of(name: &str) -> String {
    format!("org-{}", shortened(&slug(name)))
}

/// Letters without marks, small, digits, single hyphens.
fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            'đ' => out.push('d'),
            'a'..='z' | '0'..='9' => out.push(c),
            '\u{0300}'..='\u{036F}' => {}
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

fn shortened(slug: &str) -> String {
    let cut = &slug[..slug.len().min(80)];
    cut.trim_end_matches('-').to_owned()
}
