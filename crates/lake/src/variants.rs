//! Cases grouped by what was done in them, in which order.

use crate::log::EventLog;

/// Cases with the same sequence of activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The activities, in order.
    pub trace: Vec<u16>,
    /// The cases, by index, in order.
    pub cases: Vec<u32>,
}

/// All variants, most frequent first; those equally frequent in the order in
/// which they first appear.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Variants {
    /// Each variant once.
    pub list: Vec<Variant>,
    /// The variant of each case, by index into `list`.
    pub of_case: Vec<u32>,
}

impl Variants {
    /// Groups the cases of a log.
    pub fn of(log: &EventLog) -> Self {
        let mut table = TraceTable::default();
        let of_case: Vec<u32> = log.traces().map(|trace| table.code(trace)).collect();
        let mut list: Vec<Variant> = (0..table.len())
            .map(|code| Variant {
                trace: table.trace(code).to_vec(),
                cases: Vec::new(),
            })
            .collect();
        for (case, &code) in (0_u32..).zip(&of_case) {
            list[code as usize].cases.push(case);
        }
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by_key(|&code| std::cmp::Reverse(list[code].cases.len()));
        let mut rank = vec![0_u32; list.len()];
        for (place, &code) in (0_u32..).zip(&order) {
            rank[code] = place;
        }
        let mut sorted = Vec::with_capacity(list.len());
        for code in order {
            sorted.push(Variant {
                trace: std::mem::take(&mut list[code].trace),
                cases: std::mem::take(&mut list[code].cases),
            });
        }
        Self {
            list: sorted,
            of_case: of_case.iter().map(|&code| rank[code as usize]).collect(),
        }
    }
}

/// Gives each distinct sequence of codes a code of its own.
#[derive(Debug, Clone, Default)]
pub struct TraceTable {
    codes: Vec<u16>,
    ends: Vec<usize>,
    hashes: Vec<u64>,
    slots: Vec<u32>,
}

impl TraceTable {
    /// How many distinct sequences there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the sequence with this code.
    pub fn trace(&self, code: usize) -> &[u16] {
        let start = if code == 0 { 0 } else { self.ends[code - 1] };
        &self.codes[start..self.ends[code]]
    }

    /// Returns the code of a sequence, a new one when it was not there.
    pub fn code(&mut self, trace: &[u16]) -> u32 {
        if self.slots.len() < (self.len() + 1) * 2 {
            self.grow();
        }
        let hashed = hash(trace);
        let mask = self.slots.len() - 1;
        let mut at = hashed as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                break;
            }
            let code = slot as usize - 1;
            if self.hashes[code] == hashed && self.trace(code) == trace {
                return slot - 1;
            }
            at = (at + 1) & mask;
        }
        self.codes.extend_from_slice(trace);
        self.ends.push(self.codes.len());
        self.hashes.push(hashed);
        let code = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.slots[at] = code;
        code - 1
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(256);
        self.slots = vec![0; size];
        for (code, &hashed) in (1_u32..).zip(&self.hashes) {
            let mut at = hashed as usize & (size - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = code;
        }
    }
}

fn hash(trace: &[u16]) -> u64 {
    const KEY: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = KEY ^ trace.len() as u64;
    let (words, rest) = trace.as_chunks::<4>();
    for &[a, b, c, d] in words {
        let word = u64::from(a) | u64::from(b) << 16 | u64::from(c) << 32 | u64::from(d) << 48;
        state = fold(state ^ word, KEY);
    }
    let tail = rest
        .iter()
        .fold(0, |word, &code| word << 16 | u64::from(code));
    fold(state ^ tail, 0xD6E8_FEB8_6659_FD93)
}

fn fold(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    (wide as u64) ^ ((wide >> 64) as u64)
}
