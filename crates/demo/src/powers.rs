//! Powers that were given, used and taken back: vested in a district, delegated
//! to directors and deputies, one near its ceiling, one withdrawn, one expired.
//!
//! Told last, over the steps of the rest: some acts are done by a delegate in the
//! granter's place, and their entries then name post and delegation.

use std::collections::BTreeSet;

use dondoc_investment::Event as Investing;
use dondoc_investment::room::event::PlanAdopted;
use dondoc_investment::room::plan::{Act, Assigner, PlanKey, PlanLine};
use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use dondoc_meetings::Command as Meet;
use dondoc_registry::{
    Ceiling, DelegationGranted, DelegationWithdrawn, Event, Grant, Instrument, PersonRegistered,
    PostTaken, Power, PowerVested, Source,
};
use dondoc_tasks::{Actor, Command};
use jiff::civil::{Date, DateTime, date};

use crate::plot::moment;
use crate::step::{Action, Step};
use crate::{Problem, story};

/// Who holds the posts by which powers are given and used; none of them is real.
const HOLDERS: [(&str, &str, &str); 9] = [
    ("thanh-uy.head", "minh-hoa-bi-thu", "Minh Họa Bí Thư"),
    (
        "thanh-uy.deputy",
        "minh-hoa-pho-bi-thu",
        "Minh Họa Phó Bí Thư",
    ),
    (
        "ub-thanh-pho.head",
        "minh-hoa-chu-tich",
        "Minh Họa Chủ Tịch",
    ),
    (
        "van-phong-ub-thanh-pho.head",
        "minh-hoa-chanh-van-phong",
        "Minh Họa Chánh Văn Phòng",
    ),
    ("so-khdt.head", "minh-hoa-ke-hoach", "Minh Họa Kế Hoạch"),
    (
        "so-tai-chinh.head",
        "minh-hoa-tai-chinh",
        "Minh Họa Tài Chính",
    ),
    ("so-xay-dung.head", "minh-hoa-xay-dung", "Minh Họa Xây Dựng"),
    (
        "huyen-dong-anh.head",
        "minh-hoa-dong-anh",
        "Minh Họa Đông Anh",
    ),
    (
        "huyen-dong-anh.deputy",
        "minh-hoa-pho-dong-anh",
        "Minh Họa Phó Đông Anh",
    ),
];

/// The chair's delegation for the briefing of the third quarter.
const CHAIRS: &str = "uq-31-guq-tu-2024";
const CHAIRED: &str = "2024-q3";
/// Confirming what was done, for half a year.
const CONFIRMS: &str = "uq-15-guq-ubnd-2024";
/// Moving money, up to [`MOST`] in one act.
const MOVES: &str = "uq-2210-qd-ubnd-2024";
const MOST: u64 = 50_000_000_000;
/// What was moved under it, and when: the second comes near the ceiling.
const MOVED: [(Date, i64, &str, &str); 2] = [
    (
        date(2024, 6, 18),
        21_300_000_000,
        "1187/QĐ-KHĐT (minh họa)",
        "Điều chuyển vốn theo ủy quyền, đợt một",
    ),
    (
        date(2024, 11, 12),
        48_600_000_000,
        "2046/QĐ-KHĐT (minh họa)",
        "Điều chuyển vốn theo ủy quyền, đợt hai",
    ),
];

struct Given {
    id: &'static str,
    by: &'static str,
    to: &'static str,
    vested: Option<&'static str>,
    powers: &'static [Power],
    ceiling: Ceiling,
    days: (Date, Date),
    instrument: (&'static str, Date),
    conditions: &'static str,
    entered: DateTime,
}

/// Tells who was given which powers, and who used them.
///
/// `steps` are those of [`crate::script`] and [`crate::investment`] together, in
/// the order of time; so are those returned.
///
/// # Errors
/// See [`Problem`]: the demo's data and the rooms disagree.
pub fn powers(mut steps: Vec<Step>) -> Result<Vec<Step>, Problem> {
    chair(&mut steps)?;
    confirm(&mut steps)?;
    move_money(&mut steps)?;
    let office = by("ub-thanh-pho")?;
    let first = story::story()?.first_day;
    for (post, person, name) in HOLDERS {
        let person = PersonId::parse(person)?;
        let events = [
            Event::PersonRegistered(PersonRegistered {
                person: person.clone(),
                name: name.to_owned(),
            }),
            Event::PostTaken(PostTaken {
                post: PostId::parse(post)?,
                person,
                on: first,
                instrument: None,
            }),
        ];
        steps.extend(events.map(|event| entered(first.at(6, 30, 0, 0), &office, event)));
    }
    let at = date(2024, 8, 1).at(9, 0, 0, 0);
    steps.push(entered(at, &office, vested()?));
    for given in given() {
        steps.push(entered(given.entered, &office, given.event()?));
    }
    // In force until the ninth of May; the office entered it on the twenty-first.
    let withdrawn = DelegationWithdrawn {
        id: DelegationId::parse("uq-1075-qd-ubnd-2024")?,
        on: date(2024, 5, 10),
        reason: "Tập trung việc điều chuyển vốn về Sở Kế hoạch và Đầu tư (minh họa)".to_owned(),
        instrument: Some(Instrument {
            number: "1460/QĐ-UBND (minh họa)".to_owned(),
            date: date(2024, 5, 10),
        }),
    };
    let at = date(2024, 5, 21).at(9, 0, 0, 0);
    steps.push(entered(at, &office, withdrawn.into()));
    steps.sort_by_key(|step| step.at);
    Ok(steps)
}

fn given() -> [Given; 6] {
    let none = Ceiling::default();
    let money = |dong| Ceiling {
        dong: Some(dong),
        area_m2: None,
        kinds: Some(BTreeSet::from(["dau-tu-cong".into()])),
    };
    [
        Given {
            id: CONFIRMS,
            by: "ub-thanh-pho.head",
            to: "van-phong-ub-thanh-pho.head",
            vested: None,
            powers: &[Power::TaskConfirm, Power::TaskExtend],
            ceiling: none.clone(),
            days: (date(2024, 1, 15), date(2024, 6, 30)),
            instrument: ("15/GUQ-UBND (minh họa)", date(2024, 1, 12)),
            conditions: "Báo cáo Chủ tịch UBND Thành phố vào ngày làm việc cuối tháng.",
            entered: date(2024, 1, 15).at(6, 40, 0, 0),
        },
        Given {
            id: MOVES,
            by: "ub-thanh-pho.head",
            to: "so-khdt.head",
            vested: None,
            powers: &[Power::InvestmentReallocate],
            ceiling: money(MOST),
            days: (date(2024, 3, 1), date(2024, 12, 31)),
            instrument: ("2210/QĐ-UBND (minh họa)", date(2024, 2, 27)),
            conditions: "Báo cáo trong 05 ngày làm việc sau mỗi lần điều chuyển.",
            entered: date(2024, 2, 28).at(14, 0, 0, 0),
        },
        Given {
            id: "uq-1075-qd-ubnd-2024",
            by: "ub-thanh-pho.head",
            to: "so-tai-chinh.head",
            vested: None,
            powers: &[Power::InvestmentReallocate],
            ceiling: money(20_000_000_000),
            days: (date(2024, 4, 1), date(2024, 12, 31)),
            instrument: ("1075/QĐ-UBND (minh họa)", date(2024, 3, 29)),
            conditions: "Chỉ điều chuyển trong cùng một nguồn vốn.",
            entered: date(2024, 4, 1).at(8, 0, 0, 0),
        },
        Given {
            id: "uq-5120-qd-ubnd-2024",
            by: "huyen-dong-anh.head",
            to: "huyen-dong-anh.deputy",
            vested: Some("pc-4301-qd-ubnd-2024"),
            powers: &[Power::ClearanceApprove],
            ceiling: Ceiling {
                area_m2: Some(20_000),
                ..none.clone()
            },
            days: (date(2024, 9, 1), date(2025, 3, 31)),
            instrument: ("5120/QĐ-UBND (minh họa)", date(2024, 8, 29)),
            conditions: "Không phê duyệt phương án còn khiếu nại chưa giải quyết.",
            entered: date(2024, 8, 30).at(9, 0, 0, 0),
        },
        Given {
            id: CHAIRS,
            by: "thanh-uy.head",
            to: "thanh-uy.deputy",
            vested: None,
            powers: &[Power::MeetingSignOff],
            ceiling: none.clone(),
            days: (date(2024, 10, 7), date(2024, 10, 11)),
            instrument: ("31-GUQ/TU (minh họa)", date(2024, 10, 4)),
            conditions: "Chủ trì hội nghị giao ban quý III và ký kết luận.",
            entered: date(2024, 10, 4).at(15, 0, 0, 0),
        },
        Given {
            id: "uq-31-guq-sxd-2024",
            by: "so-xay-dung.head",
            to: "so-xay-dung.pho-minh-hoa",
            vested: None,
            powers: &[Power::MeetingAttend],
            ceiling: none,
            days: (date(2024, 10, 8), date(2024, 10, 9)),
            instrument: ("31/GUQ-SXD (minh họa)", date(2024, 10, 8)),
            conditions: "Dự hội nghị giao ban quý III thay Giám đốc Sở.",
            entered: date(2024, 10, 8).at(10, 0, 0, 0),
        },
    ]
}

impl Given {
    fn event(self) -> Result<Event, Problem> {
        let by = PostId::parse(self.by)?;
        let holder = HOLDERS.iter().find(|(post, ..)| *post == self.by);
        let granter = PersonId::parse(holder.map_or("", |(_, person, _)| person))?;
        let source = match self.vested {
            None => Source::Office,
            Some(id) => Source::Vested(DelegationId::parse(id)?),
        };
        let grant = Grant {
            id: DelegationId::parse(self.id)?,
            by,
            source,
            to: PostId::parse(self.to)?,
            person: None,
            powers: self.powers.iter().copied().collect(),
            ceiling: self.ceiling,
            from: self.days.0,
            to_day: self.days.1,
            conditions: Some(self.conditions.to_owned()),
            instrument: Instrument {
                number: self.instrument.0.to_owned(),
                date: self.instrument.1,
            },
        };
        Ok(DelegationGranted { grant, granter }.into())
    }
}

fn vested() -> Result<Event, Problem> {
    Ok(PowerVested {
        id: DelegationId::parse("pc-4301-qd-ubnd-2024")?,
        post: PostId::parse("huyen-dong-anh.head")?,
        powers: BTreeSet::from([Power::ClearanceApprove]),
        ceiling: Ceiling {
            area_m2: Some(50_000),
            ..Ceiling::default()
        },
        from: date(2024, 8, 1),
        to: None,
        instrument: Instrument {
            number: "4301/QĐ-UBND (minh họa)".to_owned(),
            date: date(2024, 7, 31),
        },
    }
    .into())
}

/// The secretary was to chair the briefing of the third quarter; the deputy did,
/// in their place, and signed its conclusions.
fn chair(steps: &mut [Step]) -> Result<(), Problem> {
    let head = PostId::parse("thanh-uy.head")?;
    let deputy = in_place("thanh-uy.deputy", "thanh-uy")?;
    for step in steps {
        match &mut step.action {
            Action::Meeting(Meet::Schedule(called)) if called.meeting.as_str() == CHAIRED => {
                called.chair_post = Some(head.clone());
            }
            Action::SignOff { meeting, .. } if meeting.as_str() == CHAIRED => {
                step.actor = deputy.clone();
                step.delegation = Some(DelegationId::parse(CHAIRS)?);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Every other task of the city that was confirmed while the delegation held, the
/// chief of its office confirmed.
fn confirm(steps: &mut [Step]) -> Result<(), Problem> {
    let unit = UnitId::parse("ub-thanh-pho")?;
    let chief = in_place("van-phong-ub-thanh-pho.head", "ub-thanh-pho")?;
    let from = moment(date(2024, 1, 15).at(7, 0, 0, 0));
    let to = moment(date(2024, 6, 30).at(23, 0, 0, 0));
    let held = steps.iter_mut().filter(|it| from <= it.at && it.at <= to);
    let confirmed = held
        .filter(|it| it.actor.unit == unit)
        .filter(|it| matches!(it.action, Action::Task(Command::Confirm { .. })));
    for step in confirmed.step_by(2) {
        step.actor = chief.clone();
        step.delegation = Some(DelegationId::parse(CONFIRMS)?);
    }
    Ok(())
}

/// Moves money from the largest line of the yearly plan to the next of the same
/// source and unit or another; later versions keep it moved.
fn move_money(steps: &mut Vec<Step>) -> Result<(), Problem> {
    let key = PlanKey::yearly(2024, Assigner::City);
    let director = in_place("so-khdt.head", "ub-thanh-pho")?;
    for (day, amount, symbol, reason) in MOVED {
        let at = moment(day.at(10, 30, 0, 0));
        let before = steps
            .iter()
            .filter(|it| it.at < at)
            .filter_map(|it| plan(&it.action, key))
            .next_back();
        let Some(mut lines) = before.map(|it| it.lines.clone()) else {
            continue;
        };
        let Some((from, to)) = largest(&lines) else {
            continue;
        };
        let shift = |lines: &mut [PlanLine]| {
            for line in lines {
                let named = (&line.project, &line.source);
                if named == (&from.project, &from.source) {
                    line.amount -= amount;
                } else if named == (&to.project, &to.source) {
                    line.amount += amount;
                }
            }
        };
        shift(&mut lines);
        for step in steps.iter_mut().filter(|it| it.at >= at) {
            if let Action::InvestConfirmed(event) = &mut step.action
                && let Investing::PlanAdopted(it) = &mut **event
                && it.plan == key
            {
                shift(&mut it.lines);
            }
        }
        let adopted = PlanAdopted {
            plan: key,
            version: 0,
            act: Act {
                symbol: symbol.into(),
                date: day,
                issuer: "Sở Kế hoạch và Đầu tư (minh họa)".into(),
            },
            reason: reason.into(),
            lines,
            import: None,
        };
        steps.push(Step {
            at,
            valid: day,
            actor: director.clone(),
            delegation: Some(DelegationId::parse(MOVES)?),
            action: Action::InvestConfirmed(Box::new(adopted.into())),
            files: Vec::new(),
        });
        steps.sort_by_key(|step| step.at);
    }
    Ok(())
}

fn plan(action: &Action, key: PlanKey) -> Option<&PlanAdopted> {
    match action {
        Action::InvestConfirmed(event) => match &**event {
            Investing::PlanAdopted(it) if it.plan == key => Some(it),
            _ => None,
        },
        _ => None,
    }
}

/// The two largest lines of the source whose largest line is the largest of all.
fn largest(lines: &[PlanLine]) -> Option<(PlanLine, PlanLine)> {
    let most = lines.iter().max_by_key(|line| line.amount)?;
    let others = lines.iter().filter(|line| line.source == most.source);
    let others = others.filter(|line| line.project != most.project);
    let next = others.max_by_key(|line| line.amount)?;
    Some((most.clone(), next.clone()))
}

fn by(unit: &str) -> Result<Actor, Problem> {
    Ok(Actor {
        unit: UnitId::parse(unit)?,
        post: None,
        person: None,
    })
}

/// The holder of a post, who acts for another unit by delegation.
fn in_place(post: &str, unit: &str) -> Result<Actor, Problem> {
    let holder = HOLDERS.iter().find(|(it, ..)| *it == post);
    let person = holder.map(|(_, person, _)| PersonId::parse(person));
    Ok(Actor {
        unit: UnitId::parse(unit)?,
        post: Some(PostId::parse(post)?),
        person: person.transpose()?,
    })
}

fn entered(at: DateTime, actor: &Actor, event: Event) -> Step {
    Step {
        at: moment(at),
        valid: at.date(),
        actor: actor.clone(),
        delegation: None,
        action: Action::Enter(event),
        files: Vec::new(),
    }
}
