//! The numbers that Word puts before paragraphs. They stand nowhere in the
//! text, but points and articles are known by them.

use std::collections::BTreeMap;

use super::package::Part;
use super::xml::{Element, Visit, walk};
use crate::{Limits, ReadRefusal};

/// Levels that Word has.
const LEVELS: usize = 9;
/// How far styles are followed to those they are based on.
const MAX_BASES: usize = 20;

#[derive(Debug, Clone, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    text: String,
    legal: bool,
}

#[derive(Debug, Clone, Default)]
struct List {
    levels: [Level; LEVELS],
}

#[derive(Debug, Clone, Default)]
struct Instance {
    list: String,
    starts: BTreeMap<usize, u32>,
    begun: bool,
}

/// Where a paragraph says it stands: list and level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) instance: Option<String>,
    pub(super) level: Option<usize>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    place: Place,
    based_on: Option<String>,
}

/// Lists, styles, and how far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, List>,
    instances: BTreeMap<String, Instance>,
    styles: BTreeMap<String, Style>,
    counters: BTreeMap<String, [Option<u32>; LEVELS]>,
}

impl Numbering {
    pub(super) fn read_lists(&mut self, part: &Part, limits: &Limits) -> Result<(), ReadRefusal> {
        walk(part, limits, &mut Lists::new(self))
    }

    pub(super) fn read_styles(&mut self, part: &Part, limits: &Limits) -> Result<(), ReadRefusal> {
        let mut reading = Styles {
            into: self,
            style: None,
        };
        walk(part, limits, &mut reading)
    }

    /// Returns the number of the next paragraph at a place, and counts it.
    pub(super) fn next(&mut self, direct: &Place, style: Option<&str>) -> Option<String> {
        let (instance, level) = self.place(direct, style)?;
        let instance = self.instances.get_mut(&instance)?;
        let list = self.lists.get(&instance.list)?;
        let counters = self.counters.entry(instance.list.clone()).or_default();
        if !instance.begun {
            instance.begun = true;
            for (level, start) in &instance.starts {
                counters[*level] = Some(start.saturating_sub(1));
            }
        }
        let start = |level: usize| list.levels[level].start.unwrap_or(1);
        let before = counters[level].unwrap_or(start(level).saturating_sub(1));
        counters[level] = Some(before.saturating_add(1));
        for (above, counter) in counters.iter_mut().enumerate().take(level) {
            counter.get_or_insert(start(above));
        }
        counters[level + 1..].fill(None);
        Some(shown(list, level, counters))
    }

    /// What the paragraph says itself goes before what its style says.
    fn place(&self, direct: &Place, style: Option<&str>) -> Option<(String, usize)> {
        let mut place = direct.clone();
        let mut next = style;
        for _ in 0..MAX_BASES {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else {
                break;
            };
            place.instance = place.instance.or_else(|| style.place.instance.clone());
            place.level = place.level.or(style.place.level);
            next = style.based_on.as_deref();
        }
        // Instance 0 takes a paragraph out of the list of its style.
        let instance = place.instance.filter(|id| id != "0")?;
        Some((instance, place.level.unwrap_or(0).min(LEVELS - 1)))
    }
}

fn shown(list: &List, level: usize, counters: &[Option<u32>; LEVELS]) -> String {
    let own = &list.levels[level];
    if own.format == "bullet" {
        return match own.text.trim() {
            "+" => "+".to_owned(),
            // Signs of symbol fonts mean nothing outside them.
            _ => "-".to_owned(),
        };
    }
    let mut out = String::new();
    let mut chars = own.text.chars();
    while let Some(c) = chars.next() {
        let placeholder = (c == '%')
            .then(|| chars.clone().next()?.to_digit(10))
            .flatten();
        match placeholder {
            Some(number @ 1..=9) => {
                chars.next();
                let of = number as usize - 1;
                let format = match own.legal && of < level {
                    true => "decimal",
                    false => list.levels[of].format.as_str(),
                };
                out.push_str(&written(counters[of].unwrap_or(1), format));
            }
            _ => out.push(c),
        }
    }
    out
}

fn written(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerLetter" => letters(number),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// a to z, then aa to zz, as Word counts.
fn letters(number: u32) -> String {
    let index = number.saturating_sub(1);
    // After 26 times 8 nobody writes letters any more.
    let times = (index / 26 + 1).min(8) as usize;
    let letter = char::from(b'a' + (index % 26) as u8);
    String::from(letter).repeat(times)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=3999).contains(&number) {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// Reads `word/numbering.xml`.
struct Lists<'n> {
    into: &'n mut Numbering,
    list: Option<(String, List)>,
    instance: Option<(String, Instance)>,
    level: Option<usize>,
}

impl<'n> Lists<'n> {
    fn new(into: &'n mut Numbering) -> Self {
        Self {
            into,
            list: None,
            instance: None,
            level: None,
        }
    }

    fn own_level(&mut self) -> Option<&mut Level> {
        let level = self.level?;
        Some(&mut self.list.as_mut()?.1.levels[level])
    }
}

fn level_of(element: &Element<'_>) -> Option<usize> {
    let level: usize = element.attribute("ilvl")?.parse().ok()?;
    (level < LEVELS).then_some(level)
}

impl Visit for Lists<'_> {
    fn start(&mut self, name: &str, element: &Element<'_>) -> Result<(), ReadRefusal> {
        match name {
            "abstractNum" => {
                let id = element.attribute("abstractNumId").unwrap_or_default();
                self.list = Some((id, List::default()));
            }
            "num" => {
                let id = element.attribute("numId").unwrap_or_default();
                self.instance = Some((id, Instance::default()));
            }
            "abstractNumId" => {
                if let Some((_, instance)) = &mut self.instance {
                    instance.list = element.val().unwrap_or_default();
                }
            }
            "lvl" | "lvlOverride" => self.level = level_of(element),
            "startOverride" => {
                let start = element.val().and_then(|start| start.parse().ok());
                if let (Some((_, instance)), Some(level), Some(start)) =
                    (&mut self.instance, self.level, start)
                {
                    instance.starts.insert(level, start);
                }
            }
            _ => {
                if let Some(level) = self.own_level() {
                    read_level(level, name, element);
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadRefusal> {
        match name {
            "abstractNum" => {
                if let Some((id, list)) = self.list.take() {
                    self.into.lists.insert(id, list);
                }
            }
            "num" => {
                if let Some((id, instance)) = self.instance.take() {
                    self.into.instances.insert(id, instance);
                }
            }
            "lvl" if self.instance.is_none() => self.level = None,
            "lvlOverride" => self.level = None,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, _: &str) {}
}

fn read_level(level: &mut Level, name: &str, element: &Element<'_>) {
    match name {
        "start" => level.start = element.val().and_then(|start| start.parse().ok()),
        "numFmt" => level.format = element.val().unwrap_or_default(),
        "lvlText" => level.text = element.val().unwrap_or_default().chars().take(64).collect(),
        "isLgl" => level.legal = element.is_on(),
        _ => {}
    }
}

/// Reads `word/styles.xml`.
struct Styles<'n> {
    into: &'n mut Numbering,
    style: Option<(String, Style)>,
}

impl Visit for Styles<'_> {
    fn start(&mut self, name: &str, element: &Element<'_>) -> Result<(), ReadRefusal> {
        if name == "style" {
            let id = element.attribute("styleId").unwrap_or_default();
            self.style = Some((id, Style::default()));
        }
        let Some((_, style)) = &mut self.style else {
            return Ok(());
        };
        match name {
            "basedOn" => style.based_on = element.val(),
            "numId" => style.place.instance = element.val(),
            "ilvl" => style.place.level = element.val().and_then(|level| level.parse().ok()),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadRefusal> {
        if name == "style"
            && let Some((id, style)) = self.style.take()
        {
            self.into.styles.insert(id, style);
        }
        Ok(())
    }

    fn text(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        assert_eq!(written(4, "upperRoman"), "IV");
        assert_eq!(written(1999, "lowerRoman"), "mcmxcix");
        assert_eq!(written(4, "lowerLetter"), "d");
        assert_eq!(written(28, "upperLetter"), "BB");
        assert_eq!(written(7, "decimalZero"), "07");
        assert_eq!(written(0, "upperRoman"), "0");
        assert_eq!(letters(u32::MAX).len(), 8);
    }
}
