//! A person for each role, who can be tried out in the demo.

use std::collections::BTreeSet;

use anyhow::Context;
use dondoc_accounts::{Accounts, NewAccount};
use dondoc_city::{Act, Acting, Command, civil};
use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use dondoc_registry::{
    Ceiling, Command as RegistryCommand, Grant, Instrument, PersonRegistered, PostCreated,
    PostTaken, Power, Role, Source,
};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::init;
use crate::open::{self, Opened};
use crate::trouble::Trouble;

/// Sign-in name, what they do, unit and role, name, title. None of them is real.
const PEOPLE: [(&str, &str, &str, Role, &str, &str); 5] = [
    (
        "chuyen-vien",
        "account-demo-clerk",
        "van-phong-thanh-uy",
        Role::Clerk,
        "Minh Họa Văn Phòng",
        "Chuyên viên tổng hợp (minh họa)",
    ),
    (
        "dau-moi",
        "account-demo-contact",
        "so-noi-vu",
        Role::Contact,
        "Minh Họa Đầu Mối",
        "Đầu mối Sở Nội vụ (minh họa)",
    ),
    (
        "giam-doc",
        "account-demo-head",
        "so-noi-vu",
        Role::Head,
        "Minh Họa Giám Đốc",
        "Giám đốc Sở Nội vụ (minh họa)",
    ),
    (
        "lanh-dao",
        "account-demo-chair",
        "thanh-uy",
        Role::Head,
        "Minh Họa Chủ Trì",
        "Lãnh đạo chủ trì giao ban (minh họa)",
    ),
    (
        "thanh-tra",
        "account-demo-inspector",
        "thanh-tra-thanh-pho",
        Role::Inspector,
        "Minh Họa Thanh Tra",
        "Thanh tra viên (minh họa)",
    ),
];
const ADMIN: (&str, &str) = ("quan-tri", "account-demo-admin");

/// The head of the contact's unit lets the contact take on orders while they are
/// away, from the day after the story ends.
fn next_month(today: Date) -> Result<RegistryCommand, Trouble> {
    let bad = |bad: dondoc_kinds::BadId| Trouble::Failed(bad.into());
    let from = today.saturating_add(2.days());
    Ok(RegistryCommand::Delegate(Box::new(Grant {
        id: DelegationId::parse("uq-3-guq-snv-2024").map_err(bad)?,
        by: PostId::parse("so-noi-vu.minh-hoa.giam-doc").map_err(bad)?,
        source: Source::Office,
        to: PostId::parse("so-noi-vu.minh-hoa.dau-moi").map_err(bad)?,
        person: None,
        powers: BTreeSet::from([Power::DocumentRegister, Power::ProposalAccept]),
        ceiling: Ceiling::default(),
        from,
        to_day: from.saturating_add(4.weeks()),
        conditions: Some("Báo cáo Giám đốc hằng tuần.".to_owned()),
        instrument: Instrument {
            number: "3/GUQ-SNV (minh họa)".to_owned(),
            date: today,
        },
    })))
}

/// Enters them in the registry and gives them accounts without passwords.
pub(crate) fn enter(opened: &mut Opened) -> Result<Vec<(String, String)>, Trouble> {
    let at = opened.city.last_recorded().unwrap_or(Timestamp::UNIX_EPOCH);
    // They have held their posts for a while, so that they were told things.
    let on = civil(at).date().saturating_sub(2.months());
    let accounts = Accounts::open(&opened.folder.path().join("accounts.sqlite"))
        .context("failed to open the accounts")?;
    let mut all = vec![(ADMIN.0.to_owned(), ADMIN.1.to_owned())];
    let mut commands = Vec::new();
    let mut new = vec![NewAccount {
        login: ADMIN.0.to_owned(),
        name: "Minh Họa Quản Trị".to_owned(),
        is_admin: true,
        ..NewAccount::default()
    }];
    for (login, key, unit, role, name, title) in PEOPLE {
        let bad = |bad: dondoc_kinds::BadId| Trouble::Failed(bad.into());
        let person = PersonId::parse(&format!("minh-hoa.{login}")).map_err(bad)?;
        let post = PostId::parse(&format!("{unit}.minh-hoa.{login}")).map_err(bad)?;
        commands.push(RegistryCommand::RegisterPerson(PersonRegistered {
            person: person.clone(),
            name: name.to_owned(),
        }));
        commands.push(RegistryCommand::CreatePost(PostCreated {
            post: post.clone(),
            unit: UnitId::parse(unit).map_err(bad)?,
            role,
            title: title.to_owned(),
            from: Some(on),
        }));
        commands.push(RegistryCommand::TakePost(PostTaken {
            post,
            person: person.clone(),
            on,
            instrument: None,
        }));
        new.push(NewAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            person: Some(person),
            ..NewAccount::default()
        });
        all.push((login.to_owned(), key.to_owned()));
    }
    commands.push(next_month(civil(at).date())?);
    opened.act_as(Act {
        command: Command::Registry(commands),
        acting: Acting::of(init::founder()),
        at,
        valid: civil(at),
    })?;
    for each in &new {
        accounts
            .create(each, open::now())
            .context("failed to make an account")?;
    }
    Ok(all)
}
