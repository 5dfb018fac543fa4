//! Names stored once, and codes for them.

use std::borrow::Cow;

/// Texts one after the other in one allocation, found by index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the name with this index; empty when there is none.
    pub fn get(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else {
            return "";
        };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Where a name stands in the text.
    #[inline]
    fn range(&self, index: usize) -> (u32, u32) {
        let end = self.ends.get(index).copied().unwrap_or(0);
        let before = index.checked_sub(1).and_then(|it| self.ends.get(it));
        (before.copied().unwrap_or(0), end)
    }

    #[inline]
    fn bytes(&self, index: usize) -> &[u8] {
        let (start, end) = self.range(index);
        let bytes = self.text.as_bytes();
        bytes.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// Appends a name, even if it is there already.
    ///
    /// Names past 4 GiB of text are kept as empty ones, so that indices stay true.
    pub fn push(&mut self, name: &str) {
        let end = self.text.len() + name.len();
        if let Ok(end) = u32::try_from(end) {
            self.text.push_str(name);
            self.ends.push(end);
        } else {
            let last = self.ends.last().copied().unwrap_or(0);
            self.ends.push(last);
        }
    }

    /// Forgets all of them and keeps the room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Returns the index of a name by looking at each.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.iter().position(|other| other == name)
    }

    /// Bytes held.
    pub fn heap_bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

impl<'a> FromIterator<&'a str> for Names {
    fn from_iter<T: IntoIterator<Item = &'a str>>(names: T) -> Self {
        let mut all = Self::default();
        for name in names {
            all.push(name);
        }
        all
    }
}

/// Gives each distinct name a code, in order of first appearance.
#[derive(Debug, Clone, Default)]
// INVARIANT: `slots` is empty or a power of two, at most half full; a slot holds
// the upper half of the hash and code + 1. What `recent` holds stands in `slots` too.
pub struct Interner {
    names: Names,
    slots: Vec<(u32, u32)>,
    last: Option<u32>,
    recent: Vec<[Recent; WAYS]>,
}

/// A name that was looked up a short while ago.
#[derive(Debug, Clone, Copy, Default)]
struct Recent {
    tag: u32,
    /// Code + 1; 0 where nothing stands.
    code: u32,
    start: u32,
    end: u32,
}

/// Names that share a place among the recent ones.
const WAYS: usize = 2;
/// Places of recent names: what they take stays in the caches, which the slots of
/// very many names do not.
const PLACES: usize = 1 << 15;
/// With fewer names the slots themselves are as small.
const MANY: usize = 1 << 16;

impl Interner {
    /// The names so far; a name's index is its code.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Gives up the table and keeps the names.
    pub fn into_names(self) -> Names {
        self.names
    }

    /// How many distinct names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns the code of a name that is there.
    pub fn find(&self, name: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.slot(name.as_bytes(), hash(name.as_bytes())).1
    }

    /// Returns the code of `name`, a new one when it was not there.
    pub fn code(&mut self, name: &str) -> u32 {
        self.code_of(name.as_bytes(), |_| Cow::Borrowed(name))
    }

    /// Returns the code of a name given as bytes. What they say as text is only asked
    /// when they are not a name that is there already.
    #[inline]
    pub fn code_of<'a>(
        &mut self,
        bytes: &'a [u8],
        text: impl FnOnce(&'a [u8]) -> Cow<'a, str>,
    ) -> u32 {
        // Rows of one case, unit or person often follow one another.
        if let Some(last) = self.last
            && self.names.bytes(last as usize) == bytes
        {
            return last;
        }
        if !self.slots.is_empty()
            && let (_, Some(code)) = self.slot(bytes, hash(bytes))
        {
            self.last = Some(code);
            return code;
        }
        self.new_code(&text(bytes))
    }

    /// The code of a name that may be new.
    #[cold]
    fn new_code(&mut self, name: &str) -> u32 {
        if self.slots.len() < (self.names.len() + 1) * 2 {
            self.grow();
        }
        let hashed = hash(name.as_bytes());
        let code = match self.slot(name.as_bytes(), hashed) {
            (_, Some(code)) => code,
            (at, None) => {
                let code = u32::try_from(self.names.len()).unwrap_or(u32::MAX - 1);
                self.names.push(name);
                self.slots[at] = (upper(hashed), code + 1);
                code
            }
        };
        self.last = Some(code);
        code
    }

    /// Appends the codes of many names, as [`Interner::code_of`] would give them.
    ///
    /// With many distinct names each look-up waits for memory three times; here a
    /// batch of them waits together, and names that came a short while ago, as those
    /// of the cases that run at one time, are found without going there.
    pub fn codes_of<'a>(
        &mut self,
        names: &[&'a [u8]],
        text: impl Fn(&'a [u8]) -> Cow<'a, str>,
        out: &mut Vec<u32>,
    ) {
        const BATCH: usize = 32;
        out.reserve(names.len());
        if self.recent.is_empty() && self.names.len() > MANY {
            self.recent = vec![<[Recent; WAYS]>::default(); PLACES];
        }
        for batch in names.chunks(BATCH) {
            let mut hashes = [0_u64; BATCH];
            let mut found = [None; BATCH];
            for (hashed, name) in hashes.iter_mut().zip(batch) {
                *hashed = hash(name);
            }
            if self.recent.is_empty() {
                self.find_together(batch, &hashes, &mut found);
            } else {
                self.find_recent(batch, &hashes, &mut found);
            }
            for ((found, name), hashed) in found.into_iter().zip(batch).zip(hashes) {
                let code = match found {
                    Some(code) => code,
                    None => {
                        let code = self.code_of(name, &text);
                        self.remember(code, hashed);
                        code
                    }
                };
                out.push(code);
            }
        }
    }

    /// Looks the names up in the slots. No branch waits for what is fetched: so the
    /// fetches overlap.
    fn find_together(&self, batch: &[&[u8]], hashes: &[u64], found: &mut [Option<u32>]) {
        let Some(mask) = self.slots.len().checked_sub(1) else {
            return;
        };
        let mut slots = [(0_u32, 0_u32); 32];
        for (slot, &hashed) in slots.iter_mut().zip(hashes).take(batch.len()) {
            *slot = self.slots[hashed as usize & mask];
        }
        for (((found, slot), &hashed), name) in found.iter_mut().zip(slots).zip(hashes).zip(batch) {
            if slot.0 == upper(hashed)
                && let Some(code) = slot.1.checked_sub(1)
                && self.names.bytes(code as usize) == *name
            {
                *found = Some(code);
            }
        }
    }

    /// Looks the names up among those that came last.
    fn find_recent(&mut self, batch: &[&[u8]], hashes: &[u64], found: &mut [Option<u32>]) {
        let text = self.names.text.as_bytes();
        for ((found, &hashed), name) in found.iter_mut().zip(hashes).zip(batch) {
            let place = &mut self.recent[place(hashed)];
            let tag = upper(hashed);
            let way = usize::from(place[0].tag != tag);
            let it = place[way];
            if it.tag == tag
                && it.code > 0
                && text.get(it.start as usize..it.end as usize) == Some(*name)
            {
                *found = Some(it.code - 1);
                place.swap(0, way);
            }
        }
    }

    fn remember(&mut self, code: u32, hashed: u64) {
        let (start, end) = self.names.range(code as usize);
        if let Some(place) = self.recent.get_mut(place(hashed)) {
            place[1] = place[0];
            place[0] = Recent {
                tag: upper(hashed),
                code: code + 1,
                start,
                end,
            };
        }
    }

    #[inline]
    fn slot(&self, name: &[u8], hashed: u64) -> (usize, Option<u32>) {
        let mask = self.slots.len() - 1;
        let tag = upper(hashed);
        let mut at = (hashed as usize) & mask;
        loop {
            let (seen, code) = self.slots[at];
            if code == 0 {
                return (at, None);
            }
            if seen == tag && self.names.bytes(code as usize - 1) == name {
                return (at, Some(code - 1));
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let mask = size - 1;
        let mut slots = vec![(0_u32, 0_u32); size];
        for index in 0..self.names.len() {
            let hashed = hash(self.names.bytes(index));
            let mut at = (hashed as usize) & mask;
            while slots[at].1 != 0 {
                at = (at + 1) & mask;
            }
            let code = u32::try_from(index).unwrap_or(u32::MAX - 1);
            slots[at] = (upper(hashed), code + 1);
        }
        self.slots = slots;
    }
}

fn place(hashed: u64) -> usize {
    (hashed >> 8) as usize & (PLACES - 1)
}

fn upper(hashed: u64) -> u32 {
    (hashed >> 32) as u32
}

/// Mixes eight bytes at a time by a wide multiplication, folded (as wyhash does).
fn hash(bytes: &[u8]) -> u64 {
    const KEY: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = KEY ^ bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = fold(state ^ u64::from_le_bytes(*word), KEY);
    }
    let mut tail = [0_u8; 8];
    tail[..rest.len()].copy_from_slice(rest);
    fold(state ^ u64::from_le_bytes(tail), 0xD6E8_FEB8_6659_FD93)
}

fn fold(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    (wide as u64) ^ ((wide >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_code() {
        let mut interner = Interner::default();
        for round in 0..2 {
            for n in 0..5_000_u32 {
                assert_eq!(interner.code(&format!("hồ sơ {n}")), n, "round {round}");
            }
        }
        let asked: Vec<String> = [7, 4_999, 5_000, 0, 5_000, 5_001]
            .map(|n| format!("hồ sơ {n}"))
            .to_vec();
        let asked: Vec<&[u8]> = asked.iter().map(String::as_bytes).collect();
        let mut codes = Vec::new();
        interner
            .clone()
            .codes_of(&asked, String::from_utf8_lossy, &mut codes);
        assert_eq!(codes, [7, 4_999, 5_000, 0, 5_000, 5_001]);
        let mut fresh = Interner::default();
        codes.clear();
        let asked: [&[u8]; 5] = [b"", b"a", b"", b"ba", b"a"];
        fresh.codes_of(&asked, String::from_utf8_lossy, &mut codes);
        assert_eq!(codes, [0, 1, 0, 2, 1]);
        assert_eq!(interner.find("hồ sơ 17"), Some(17));
        assert_eq!(interner.find("hồ sơ"), None);
        assert_eq!(interner.names().get(4_999), "hồ sơ 4999");
    }

    #[test]
    fn very_many_names_keep_their_codes_whether_they_came_lately_or_not() {
        let mut interner = Interner::default();
        let names: Vec<String> = (0..200_000_u32).map(|n| format!("H29.{}", n * 7)).collect();
        // Runs that overlap, as cases do that come and go.
        let asked: Vec<u32> = (0..600_000_u32)
            .map(|n| (n / 3 + n.wrapping_mul(2_654_435_761) % 5_000) % 200_000)
            .collect();
        let mut plain = Interner::default();
        let mut codes = Vec::new();
        for batch in asked.chunks(500) {
            let batch: Vec<&[u8]> = batch
                .iter()
                .map(|&n| names[n as usize].as_bytes())
                .collect();
            interner.codes_of(&batch, String::from_utf8_lossy, &mut codes);
        }
        for (&asked, code) in asked.iter().zip(codes) {
            assert_eq!(plain.code(&names[asked as usize]), code);
        }
    }
}
