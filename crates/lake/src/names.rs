//! Names stored once, and codes for them.

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
// the upper half of the hash and code + 1.
pub struct Interner {
    names: Names,
    slots: Vec<(u32, u32)>,
    last: Option<u32>,
}

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
        match self.slot(name, hash(name.as_bytes())) {
            (_, Some(code)) => Some(code),
            (_, None) => None,
        }
    }

    /// Returns the code of `name`, a new one when it was not there.
    pub fn code(&mut self, name: &str) -> u32 {
        // Rows of one case, unit or person often follow one another.
        if let Some(last) = self.last
            && self.names.get(last as usize) == name
        {
            return last;
        }
        if self.slots.len() < (self.names.len() + 1) * 2 {
            self.grow();
        }
        let hashed = hash(name.as_bytes());
        let code = match self.slot(name, hashed) {
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

    /// Appends the codes of many names, as [`Interner::code`] would give them.
    ///
    /// With many distinct names each look-up waits for memory three times; here a
    /// batch of them waits together.
    pub fn codes(&mut self, names: &[&str], out: &mut Vec<u32>) {
        const BATCH: usize = 32;
        out.reserve(names.len());
        for batch in names.chunks(BATCH) {
            let mut found = [None; BATCH];
            if let Some(mask) = self.slots.len().checked_sub(1) {
                // No branch waits for what is fetched: so the fetches overlap.
                let mut tags = [0_u32; BATCH];
                let mut slots = [(0_u32, 0_u32); BATCH];
                for ((tag, slot), name) in tags.iter_mut().zip(&mut slots).zip(batch) {
                    let hashed = hash(name.as_bytes());
                    *tag = upper(hashed);
                    *slot = self.slots[hashed as usize & mask];
                }
                let mut seen = [(0_u32, 0_u32); BATCH];
                for ((seen, slot), tag) in seen.iter_mut().zip(slots).zip(tags) {
                    if slot.0 == tag
                        && let Some(place) = slot.1.checked_sub(1)
                    {
                        *seen = (slot.1, self.names.ends[place as usize]);
                    }
                }
                for ((found, (code, end)), name) in found.iter_mut().zip(seen).zip(batch) {
                    let bytes = self.names.text.as_bytes();
                    let start = (end as usize).wrapping_sub(name.len());
                    let same = code > 0 && bytes.get(start..end as usize) == Some(name.as_bytes());
                    // The text must be the whole name, not the end of a longer one.
                    let begins = code < 2 || self.names.ends[code as usize - 2] as usize == start;
                    if same && begins && (code > 1 || start == 0) {
                        *found = Some(code - 1);
                    }
                }
            }
            for (found, name) in found.into_iter().zip(batch) {
                out.push(found.unwrap_or_else(|| self.code(name)));
            }
        }
    }

    fn slot(&self, name: &str, hashed: u64) -> (usize, Option<u32>) {
        let mask = self.slots.len() - 1;
        let tag = upper(hashed);
        let mut at = (hashed as usize) & mask;
        loop {
            let (seen, code) = self.slots[at];
            if code == 0 {
                return (at, None);
            }
            if seen == tag && self.names.get(code as usize - 1) == name {
                return (at, Some(code - 1));
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let mask = size - 1;
        let mut slots = vec![(0_u32, 0_u32); size];
        for (index, name) in self.names.iter().enumerate() {
            let hashed = hash(name.as_bytes());
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
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        let mut codes = Vec::new();
        interner.clone().codes(&asked, &mut codes);
        assert_eq!(codes, [7, 4_999, 5_000, 0, 5_000, 5_001]);
        let mut fresh = Interner::default();
        codes.clear();
        fresh.codes(&["", "a", "", "ba", "a"], &mut codes);
        assert_eq!(codes, [0, 1, 0, 2, 1]);
        assert_eq!(interner.find("hồ sơ 17"), Some(17));
        assert_eq!(interner.find("hồ sơ"), None);
        assert_eq!(interner.names().get(4_999), "hồ sơ 4999");
    }
}
