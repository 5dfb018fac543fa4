//! Which offsets a log was written with.

use dondoc_lake::Zones;

use crate::moment::Moment;

/// Counts offsets; a log has few.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    seen: Vec<(i16, u64)>,
    naive: u64,
}

impl Offsets {
    #[inline]
    pub(crate) fn see(&mut self, moment: Moment) {
        let Some(offset) = moment.offset else {
            self.naive += 1;
            return;
        };
        match self.seen.iter_mut().find(|(other, _)| *other == offset) {
            Some((_, count)) => *count += 1,
            None => self.seen.push((offset, 1)),
        }
    }

    /// The same for many moments at once; `None` for those without an offset.
    pub(crate) fn see_many(&mut self, offset: Option<i16>, count: u64) {
        match (
            offset,
            self.seen
                .iter_mut()
                .find(|(other, _)| Some(*other) == offset),
        ) {
            (None, _) => self.naive += count,
            (Some(_), Some((_, sum))) => *sum += count,
            (Some(offset), None) => self.seen.push((offset, count)),
        }
    }

    pub(crate) fn zones(mut self, naive_minutes: i32) -> Zones {
        self.seen.sort_unstable();
        let (sign, minutes) = (
            if naive_minutes < 0 { '-' } else { '+' },
            naive_minutes.abs(),
        );
        Zones {
            offsets: self.seen,
            naive: self.naive,
            assumed: format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60),
        }
    }
}
