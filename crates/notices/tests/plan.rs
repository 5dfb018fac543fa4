//! Given what waits and what a person wants, when it is planned, then every
//! notice is sent, settled or waits.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::LazyLock;

use dondoc_calendar::Calendar;
use dondoc_notices::{
    Digest, Mute, Notice, Occasion, Pending, Plan, Preferences, QuietHours, plan,
};
use jiff::civil::{Date, DateTime, Time, date, time};
use proptest::prelude::*;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let mut calendar = Calendar::default();
    for founded in dondoc_city::Jurisdiction::Hanoi.founding().unwrap() {
        if let dondoc_city::Event::Calendar(event) = &founded.event {
            calendar.apply(event);
        }
    }
    calendar
});

fn notice(entry: u64, occasion: Occasion) -> Notice {
    Notice {
        entry,
        person: "nguyen-van-a".parse().unwrap(),
        unit: "so-tai-chinh".parse().unwrap(),
        task: format!("nv-{:06}", entry % 7).parse().unwrap(),
        occasion,
        at: "2024-09-04T02:00:00Z".parse().unwrap(),
    }
}

fn waiting(occasions: &[Occasion]) -> Vec<Pending> {
    (0..)
        .zip(occasions)
        .map(|(entry, occasion)| Pending {
            notice: notice(entry, occasion.clone()),
        })
        .collect()
}

fn wants(digest: Digest) -> Preferences {
    Preferences {
        digest,
        ..Preferences::default()
    }
}

fn late() -> Occasion {
    Occasion::Reminded {
        due: date(2024, 9, 3),
        rung: 1,
    }
}

/// Wednesday 4 September 2024, the first working day after National Day.
fn wednesday(hour: i8) -> DateTime {
    date(2024, 9, 4).at(hour, 0, 0, 0)
}

fn planned(
    pending: &[Pending],
    wants: &Preferences,
    now: DateTime,
    sent: u32,
    last: Option<Date>,
) -> Plan {
    plan(pending, wants, &CALENDAR, now, sent, last)
}

#[test]
fn a_late_reminder_goes_at_once_and_the_rest_in_the_digest_of_the_day() {
    let pending = waiting(&[Occasion::Issued, late(), Occasion::Extended]);
    let plan = planned(&pending, &wants(Digest::Daily), wednesday(8), 0, None);
    let sizes: Vec<_> = plan
        .send
        .iter()
        .map(|message| (message.notices.len(), message.is_digest))
        .collect();
    assert_eq!(sizes, [(1, false), (2, true)]);
    assert_eq!(plan.again, None);
}

#[test]
fn a_second_digest_waits_for_the_next_working_morning() {
    let pending = waiting(&[Occasion::Issued]);
    let friday = date(2024, 9, 6);
    let plan = planned(
        &pending,
        &wants(Digest::Daily),
        friday.at(15, 0, 0, 0),
        0,
        Some(friday),
    );
    assert!(plan.send.is_empty());
    assert_eq!(plan.again, Some(date(2024, 9, 9).at(7, 0, 0, 0)), "Monday");
}

#[test]
fn a_weekly_digest_goes_out_on_the_first_working_day_of_the_week() {
    let pending = waiting(&[Occasion::Issued]);
    let monday_holiday = planned(
        &pending,
        &wants(Digest::Weekly),
        date(2024, 9, 2).at(8, 0, 0, 0),
        0,
        Some(date(2024, 8, 26)),
    );
    assert!(monday_holiday.send.is_empty());
    assert_eq!(monday_holiday.again, Some(wednesday(7)));
    let first = planned(
        &pending,
        &wants(Digest::Weekly),
        wednesday(8),
        0,
        Some(date(2024, 8, 26)),
    );
    assert_eq!(first.send.len(), 1);
}

#[test]
fn nothing_is_sent_in_quiet_hours_not_even_what_presses() {
    let pending = waiting(&[late(), Occasion::Issued]);
    let plan = planned(&pending, &wants(Digest::AtOnce), wednesday(22), 0, None);
    assert!(plan.send.is_empty());
    assert_eq!(plan.again, Some(date(2024, 9, 5).at(7, 0, 0, 0)));
}

#[test]
fn the_last_message_of_the_budget_holds_all_that_is_left() {
    let mut wants = wants(Digest::AtOnce);
    wants.daily_budget = 3;
    let pending = waiting(&vec![Occasion::Issued; 8]);
    let plan = planned(&pending, &wants, wednesday(9), 1, None);
    let sizes: Vec<_> = plan
        .send
        .iter()
        .map(|message| (message.notices.len(), message.is_digest))
        .collect();
    assert_eq!(sizes, [(1, false), (7, true)]);
}

#[test]
fn beyond_the_budget_ordinary_notices_wait_for_tomorrow_and_pressing_ones_do_not() {
    let wants = wants(Digest::AtOnce);
    let pending = waiting(&[Occasion::Issued, late()]);
    let plan = planned(&pending, &wants, wednesday(9), 10, None);
    assert_eq!(plan.send.len(), 1);
    assert_eq!(plan.send[0].notices[0].occasion, late());
    assert_eq!(plan.again, Some(date(2024, 9, 5).at(7, 0, 0, 0)));
}

#[test]
fn what_is_muted_is_shown_and_not_sent() {
    let mut wants = wants(Digest::AtOnce);
    wants.muted.insert(Mute::Task("nv-000001".parse().unwrap()));
    wants.muted.insert(Mute::Occasion("extended".into()));
    let pending = waiting(&[Occasion::Issued, Occasion::Issued, Occasion::Extended]);
    let plan = planned(&pending, &wants, wednesday(9), 0, None);
    assert_eq!(plan.only_shown.len(), 2);
    assert_eq!(plan.send.len(), 1);
}

#[test]
fn quiet_hours_may_span_midnight_or_not() {
    let night = QuietHours {
        from: time(18, 0, 0, 0),
        until: time(7, 0, 0, 0),
    };
    let noon = QuietHours {
        from: time(11, 30, 0, 0),
        until: time(13, 30, 0, 0),
    };
    let never = QuietHours {
        from: Time::midnight(),
        until: Time::midnight(),
    };
    assert!(night.covers(time(23, 0, 0, 0)) && night.covers(time(6, 59, 0, 0)));
    assert!(!night.covers(time(7, 0, 0, 0)) && !night.covers(time(17, 59, 0, 0)));
    assert!(noon.covers(time(12, 0, 0, 0)) && !noon.covers(time(14, 0, 0, 0)));
    assert!(!never.covers(Time::midnight()) && !never.covers(time(12, 0, 0, 0)));
}

fn occasions() -> impl Strategy<Value = Occasion> {
    prop_oneof![
        Just(Occasion::Issued),
        Just(Occasion::Extended),
        Just(Occasion::Returned),
        (-5..5_i16).prop_map(|rung| Occasion::Reminded {
            due: date(2024, 9, 3),
            rung,
        }),
    ]
}

fn preferences() -> impl Strategy<Value = Preferences> {
    let digest = prop_oneof![
        Just(Digest::AtOnce),
        Just(Digest::Daily),
        Just(Digest::Weekly),
        Just(Digest::Never),
    ];
    (digest, 0..24_i8, 0..24_i8, 0..6_u8, any::<bool>()).prop_map(
        |(digest, from, until, daily_budget, mutes)| Preferences {
            digest,
            quiet: QuietHours {
                from: time(from, 0, 0, 0),
                until: time(until, 0, 0, 0),
            },
            daily_budget,
            muted: mutes
                .then(|| Mute::Occasion("issued".into()))
                .into_iter()
                .collect(),
        },
    )
}

proptest! {
    /// Nothing is dropped and nothing is sent twice; what waits has a moment in
    /// the future at which it is looked at again; and following those moments,
    /// everything is settled within two weeks.
    #[test]
    fn every_notice_is_settled_once(
        all in prop::collection::vec(occasions(), 0..30),
        wants in preferences(),
        hour in 0..24_i8,
        sent in 0..8_u32,
    ) {
        let mut pending = waiting(&all);
        let (mut now, mut sent, mut last) = (wednesday(hour), sent, None);
        let mut settled = Vec::new();
        for _ in 0..200 {
            let plan = plan(&pending, &wants, &CALENDAR, now, sent, last);
            for message in &plan.send {
                prop_assert!(!message.notices.is_empty());
                prop_assert!(!wants.quiet.covers(now.time()));
                if message.is_digest {
                    last = Some(now.date());
                }
            }
            let sent_now = plan.send.iter().flat_map(|message| &message.notices);
            settled.extend(sent_now.chain(&plan.only_shown).map(|notice| notice.entry));
            pending.retain(|waits| !settled.contains(&waits.notice.entry));
            let Some(again) = plan.again else { break };
            prop_assert!(again > now, "{again} is not after {now}");
            if again.date() > now.date() {
                sent = 0;
            }
            now = again;
        }
        prop_assert!(pending.is_empty(), "{} wait for ever", pending.len());
        let mut unique = settled.clone();
        unique.sort_unstable();
        unique.dedup();
        prop_assert_eq!(unique.len(), settled.len());
        prop_assert!(now.date() <= date(2024, 9, 20));
    }
}
