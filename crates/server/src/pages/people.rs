//! `/admin/people`: accounts for a list of people, as an office has it. What is
//! wrong is shown at its cell; all is taken, or nothing; everybody gets an
//! invitation; a list is taken back while nobody of it came.
//!
//! The file is read and not kept: it names people and their addresses, and what
//! enters the ledger's folder stays there.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use dondoc_accounts::{
    Account, NewAccount, PeopleError, PeopleImport, TakenPost, What as Happened,
};
use dondoc_city::Command;
use dondoc_kinds::{PersonId, PostId};
use dondoc_registry::{Command as Enter, PersonRegistered, PostLeft, PostTaken};
use dondoc_sheets::{Field, Kind, Limits, NoHints, Problem, What, look_alike};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::Present;
use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::accounts::{address, note};
use crate::pages::{Frame, link as link_page};
use crate::state::now;
use crate::words::short;

/// So many rows and problems are shown.
const SHOWN: usize = 200;
/// The most people of one list.
const MOST: usize = 2000;

/// The columns of a list; what the headings may be.
const FIELDS: &[Field] = &[
    Field::new(
        "name",
        Kind::Words,
        true,
        &["Họ và tên", "Họ tên", "Tên", "Full name", "Name"],
    ),
    Field::new(
        "login",
        Kind::Words,
        true,
        &["Tên đăng nhập", "Tài khoản", "Sign-in name", "Login"],
    ),
    Field::new(
        "email",
        Kind::Words,
        false,
        &["Thư điện tử", "Email", "E-mail", "Hộp thư"],
    ),
    Field::new(
        "person",
        Kind::Words,
        false,
        &["Mã cán bộ", "Mã người", "Mã nhân viên", "Person id"],
    ),
    Field::new(
        "post",
        Kind::Words,
        false,
        &["Mã vị trí", "Vị trí", "Mã chức vụ", "Post id"],
    ),
    Field::new(
        "from",
        Kind::Day,
        false,
        &["Từ ngày", "Ngày giữ chức", "From"],
    ),
    Field::new(
        "instrument",
        Kind::Words,
        false,
        &["Quyết định", "Số quyết định", "Instrument"],
    ),
];

#[derive(Debug, Template)]
#[template(path = "people.html")]
struct PeoplePage {
    f: Frame,
    form: Filled,
    imports: Vec<ImportRow>,
    did: Option<String>,
}

#[derive(Debug)]
struct ImportRow {
    id: String,
    name: String,
    made: String,
    at: String,
    undone: Option<String>,
    problem: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "people_table.html")]
struct TablePage {
    f: Frame,
    /// What is sent to be taken.
    rows_json: String,
    name: String,
    columns: Vec<String>,
    rows: Vec<Person>,
    good: usize,
    problems: Vec<ProblemRow>,
    bad: usize,
    skipped: Vec<(u64, String)>,
}

#[derive(Debug)]
struct ProblemRow {
    address: String,
    heading: String,
    given: String,
    said: String,
}

/// The invitations of a list, shown once.
#[derive(Debug, Template)]
#[template(path = "people_made.html")]
struct MadePage {
    f: Frame,
    made: String,
    rows: Vec<(String, String, String)>,
    csv: String,
}

/// A row of a list, as it is sent from the preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Person {
    row: u64,
    name: String,
    login: String,
    email: String,
    person: String,
    /// The post they take; empty for none.
    #[serde(default)]
    post: String,
    /// From when on; the present day where the list does not say.
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    instrument: String,
}

fn page(ctx: &Ctx, form: Filled) -> Result<PeoplePage, Trouble> {
    let w = ctx.words();
    let row = |it: PeopleImport| ImportRow {
        problem: form.problem(&format!("undo-{}", it.id)).map(str::to_owned),
        id: it.id,
        name: it.name,
        made: w.n("accounts-found", it.accounts),
        at: format!("{} · {}", w.recorded(it.at), it.actor),
        undone: it.undone.map(|at| w.with("people-undone", &w.recorded(at))),
    };
    let imports = ctx.state.accounts.people_imports()?;
    let did = ctx.ask.param("did");
    Ok(PeoplePage {
        f: Frame::timeless(ctx, w.t("people-title")),
        imports: imports.into_iter().take(SHOWN).map(row).collect(),
        form,
        did: did
            .filter(|it| *it == "undone")
            .map(|_| w.t("people-did-undone")),
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default())?)
}

/// What a list says, and what is wrong with it.
#[derive(Default)]
struct Read {
    rows: Vec<Person>,
    problems: Vec<ProblemRow>,
    skipped: Vec<(u64, String)>,
    columns: Vec<String>,
}

/// Reads a file; `Err` says why it is no such list. `taken` are the accounts that
/// are there.
fn read(ctx: &Ctx, name: &str, bytes: &[u8], taken: Vec<Account>) -> Result<Read, String> {
    let w = ctx.words();
    let limits = Limits::default();
    let table = dondoc_sheets::open(name, bytes, None, &limits).map_err(|it| w.say(&it))?;
    let proposal = dondoc_sheets::propose(&table, FIELDS, &[], &NoHints);
    let mapping = proposal.mapping();
    let missing = FIELDS
        .iter()
        .filter(|it| it.required && !mapping.columns.contains_key(it.name));
    let missing: Vec<&str> = missing.map(|it| it.headings[0]).collect();
    if !missing.is_empty() {
        return Err(w.with("people-missing", &missing.join(", ")));
    }
    let found = dondoc_sheets::read(&table, &proposal, &mapping, FIELDS, &BTreeSet::new());
    let said = |it: &Problem| ProblemRow {
        address: it.address(),
        heading: it.heading.clone(),
        given: short(&it.given, 80),
        said: w.say(it),
    };
    let mut out = Read {
        problems: found.problems.iter().map(said).collect(),
        skipped: found
            .skipped
            .iter()
            .map(|it| (it.number, short(&it.words, 120)))
            .collect(),
        columns: FIELDS
            .iter()
            .filter_map(|field| {
                let column = mapping.columns.get(field.name)?;
                let heading = proposal.headings.get(usize::try_from(*column).ok()?)?;
                let field = w.t(&format!("people-field-{}", field.name));
                Some(format!("{field} = {}", short(heading, 60)))
            })
            .collect(),
        rows: Vec::new(),
    };
    if found.rows.len() > MOST {
        return Err(w.n("people-too-many", MOST as u64));
    }
    for row in &found.rows {
        let words = |field: &str| row.words(field).unwrap_or_default().to_owned();
        let person = Person {
            row: row.number,
            name: words("name"),
            login: words("login").to_lowercase(),
            email: words("email"),
            person: words("person"),
            post: words("post"),
            from: row.day("from"),
            instrument: words("instrument"),
        };
        let problems = wrong(ctx, &person);
        for (field, what) in &problems {
            let problem = table.problem(&proposal, &mapping, row.number, field, what.clone());
            out.problems.push(said(&problem));
        }
        if problems.is_empty() {
            out.rows.push(person);
        }
    }
    for (row, refusal) in doubled(ctx, &out.rows, taken) {
        let problem = table.problem(
            &proposal,
            &mapping,
            row,
            "login",
            What::Said(refusal.into()),
        );
        out.problems.push(said(&problem));
    }
    Ok(out)
}

/// Returns what is wrong with each field of a row by itself.
fn wrong(ctx: &Ctx, it: &Person) -> Vec<(&'static str, What)> {
    let w = ctx.words();
    let mut all = Vec::new();
    // A letter of another script that looks like one of ours: somebody else.
    if let Some(what) = look_alike(&it.name) {
        all.push(("name", what));
    }
    if !it.email.is_empty() && !is_mail(&it.email) {
        all.push(("email", What::Said(w.t("people-bad-email").into())));
    }
    if !it.person.is_empty() {
        let id = PersonId::parse(&it.person).ok();
        match id.as_ref().and_then(|id| ctx.city().registry.person(id)) {
            // Whoever takes a post by this list is entered by it.
            None if id.is_some() && !it.post.is_empty() => {}
            None => all.push(("person", What::Said(w.t("people-no-person").into()))),
            Some(known) if known.name != it.name => {
                let said = w.with("people-other-name", &known.name);
                all.push(("person", What::Said(said.into())));
            }
            Some(_) => {}
        }
    }
    if !it.post.is_empty() && it.person.is_empty() {
        all.push(("person", What::Said(w.t("people-post-of-nobody").into())));
    }
    all
}

/// What is wrong at which row.
type Refused = Vec<(u64, String)>;

/// What a list enters in the registry: its commands, and what is wrong at which
/// row. Posts are entered by whoever may change the registry, and by nobody else.
fn posts(ctx: &Ctx, rows: &[Person]) -> Result<(Vec<Enter>, Refused), Trouble> {
    let w = ctx.words();
    let today = ctx.state.moment().1.date();
    let mut after = ctx.city().registry.clone();
    let (mut commands, mut refused) = (Vec::new(), Vec::new());
    for it in rows.iter().filter(|it| !it.post.is_empty()) {
        let (Ok(person), Ok(post)) = (PersonId::parse(&it.person), PostId::parse(&it.post)) else {
            refused.push((it.row, w.t("people-bad-post")));
            continue;
        };
        let instrument = Some(it.instrument.clone()).filter(|text| !text.is_empty());
        let each = [
            Enter::RegisterPerson(PersonRegistered {
                person: person.clone(),
                name: it.name.clone(),
            }),
            Enter::TakePost(PostTaken {
                post,
                person,
                on: it.from.unwrap_or(today),
                instrument,
            }),
        ];
        for command in each {
            match dondoc_registry::decide(&after, command.clone()) {
                Ok(events) => {
                    for event in &events {
                        after.apply(event);
                    }
                    commands.push(command);
                }
                Err(refusal) => {
                    refused.push((it.row, w.say(&refusal)));
                    break;
                }
            }
        }
    }
    if let Some(first) = rows.iter().find(|it| !it.post.is_empty())
        && refused.is_empty()
    {
        match Present::of(ctx)?.acting(&Command::Registry(commands.clone())) {
            Ok(_) => {}
            Err(Trouble::Denied(_)) => refused.push((first.row, w.t("people-posts-denied"))),
            Err(other) => return Err(other),
        }
    }
    Ok((commands, refused))
}

fn is_mail(text: &str) -> bool {
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = text.split_once('@');
    plain && parts.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
}

fn new_account(it: &Person) -> NewAccount {
    NewAccount {
        login: it.login.clone(),
        name: it.name.clone(),
        email: Some(it.email.clone()).filter(|email| !email.is_empty()),
        person: PersonId::parse(&it.person).ok(),
        is_admin: false,
    }
}

/// Returns rows whose sign-in name, or person, is taken: here, or by a row above.
fn doubled(ctx: &Ctx, rows: &[Person], taken: Vec<Account>) -> Refused {
    let w = ctx.words();
    let (mut logins, mut persons) = (BTreeSet::new(), BTreeSet::new());
    for account in taken {
        logins.insert(account.login);
        persons.extend(account.person.map(|id| id.to_string()));
    }
    let mut out = Vec::new();
    for it in rows {
        if !logins.insert(it.login.clone()) {
            out.push((it.row, w.t("people-login-taken")));
        }
        if !it.person.is_empty() && !persons.insert(it.person.clone()) {
            out.push((it.row, w.t("people-person-taken")));
        }
    }
    out
}

/// Reads a file and shows what it says. Nothing is made yet.
pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let mut filled = Filled::default();
    let Some(upload) = form.files.iter().find(|it| it.size > 0) else {
        filled.wrong("file", w.t("sheet-no-file"));
        return again(&page(ctx, filled)?);
    };
    let taken = ctx.state.accounts.accounts()?;
    match read(ctx, &upload.name, &form.body, taken) {
        Ok(mut read) => {
            let (_, refused) = posts(ctx, &read.rows)?;
            let each = refused.into_iter().map(|(row, said)| of_row(row, "", said));
            read.problems.extend(each);
            html(&table_page(ctx, &upload.name, read)?)
        }
        Err(said) => {
            filled.wrong("file", said);
            again(&page(ctx, filled)?)
        }
    }
}

/// Something wrong with a row as a whole.
fn of_row(row: u64, given: &str, said: String) -> ProblemRow {
    ProblemRow {
        address: row.to_string(),
        heading: String::new(),
        given: given.to_owned(),
        said,
    }
}

fn table_page(ctx: &Ctx, name: &str, read: Read) -> Result<TablePage, Trouble> {
    let bad = read.problems.len();
    let good = read.rows.len();
    let rows_json = match bad == 0 && good > 0 {
        true => serde_json::to_string(&read.rows)?,
        false => String::new(),
    };
    let mut problems = read.problems;
    problems.truncate(SHOWN);
    Ok(TablePage {
        f: Frame::timeless(
            ctx,
            ctx.words().with("people-table-title", &short(name, 80)),
        ),
        rows_json,
        name: name.to_owned(),
        columns: read.columns,
        rows: read.rows.into_iter().take(SHOWN).collect(),
        good,
        problems,
        bad,
        skipped: read.skipped,
    })
}

/// Makes all accounts, or none, and shows the invitations once.
pub(crate) fn import(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let name = form.get("name").to_owned();
    // What comes back from a browser is read as if it came from nowhere.
    let rows: Vec<Person> = serde_json::from_str(form.raw("rows"))
        .map_err(|_| Trouble::bad("site-bad-form", "rows"))?;
    if rows.is_empty() || rows.len() > MOST {
        return Err(Trouble::bad("site-bad-form", "rows"));
    }
    let mut problems: Vec<ProblemRow> = Vec::new();
    for it in &rows {
        for (_, what) in wrong(ctx, it) {
            let said = match what {
                What::Said(said) => said.to_string(),
                _ => w.t("people-odd-letter"),
            };
            problems.push(of_row(it.row, &it.name, said));
        }
    }
    for (row, said) in doubled(ctx, &rows, ctx.state.accounts.accounts()?) {
        problems.push(of_row(row, "", said));
    }
    let (commands, refused) = posts(ctx, &rows)?;
    let each = refused.into_iter().map(|(row, said)| of_row(row, "", said));
    problems.extend(each);
    let actor = ctx.who()?.account.login.clone();
    let people: Vec<NewAccount> = rows.iter().map(new_account).collect();
    let refuse = |problems: Vec<ProblemRow>| {
        let read = Read {
            problems,
            rows: rows.clone(),
            ..Read::default()
        };
        again(&table_page(ctx, &name, read)?)
    };
    if !problems.is_empty() {
        return refuse(problems);
    }
    let (id, made) = match ctx.state.accounts.import_people(
        &people,
        &taken_posts(&commands),
        &actor,
        &name,
        now(),
    ) {
        Ok(made) => made,
        Err(PeopleError::Refused(all)) => {
            let each = all.into_iter().filter_map(|(position, refusal)| {
                let it = rows.get(position)?;
                let given = match link_page::field(&refusal) {
                    "name" => &it.name,
                    _ => &it.login,
                };
                Some(of_row(it.row, given, w.say(&refusal)))
            });
            return refuse(each.collect());
        }
        Err(PeopleError::Used(_)) => return Err(Trouble::NotFound),
        Err(PeopleError::Failed(failure)) => return Err(failure.into()),
    };
    // The ledger comes second, since what enters it stays: where it refuses, the
    // accounts go again, which nobody has seen yet.
    if !commands.is_empty()
        && let Err(trouble) = ctx.act(Command::Registry(commands))
    {
        match ctx.state.accounts.undo_people_import(&id, now()) {
            Err(PeopleError::Failed(failure)) => return Err(failure.into()),
            _ => return Err(trouble),
        }
    }
    note(
        ctx,
        &actor,
        Happened::Imported,
        &format!("{name}: {}", made.len()),
    )?;
    let mut csv = String::from("\u{feff}");
    let mut shown = Vec::new();
    for (account, token) in &made {
        note(ctx, &account.login, Happened::Created, &account.name)?;
        let link = address(ctx, token);
        // Names were checked; what a spreadsheet would run as a formula is not one.
        let name = account.name.replace(['"', ';'], " ");
        let safe = match name.starts_with(['=', '+', '-', '@']) {
            true => format!("'{name}"),
            false => name,
        };
        csv.push_str(&format!(
            "{safe};{};{};{link}\n",
            account.login,
            account
                .email
                .as_deref()
                .unwrap_or_default()
                .replace(';', " ")
        ));
        shown.push((account.name.clone(), account.login.clone(), link));
    }
    html(&MadePage {
        f: Frame::timeless(ctx, w.t("people-made-title")),
        made: w.n("accounts-found", shown.len() as u64),
        rows: shown,
        csv,
    })
}

fn taken_posts(commands: &[Enter]) -> Vec<TakenPost> {
    let taken = commands.iter().filter_map(|command| match command {
        Enter::TakePost(it) => Some(TakenPost {
            post: it.post.clone(),
            person: it.person.clone(),
            on: it.on,
        }),
        _ => None,
    });
    taken.collect()
}

/// What gives back the posts of a list that its people still hold. The ledger keeps
/// that they held them: they leave today, or a day after they came.
fn given_back(ctx: &Ctx, id: &str) -> Result<Vec<Enter>, Trouble> {
    let today = ctx.state.moment().1.date();
    let imports = ctx.state.accounts.people_imports()?.into_iter();
    let mut open = imports.filter(|it| it.id == id && it.undone.is_none());
    let posts = open.next().map(|it| it.posts).unwrap_or_default();
    let registry = &ctx.city().registry;
    let is_held = |it: &TakenPost| {
        let mut holders = registry
            .post(&it.post)
            .into_iter()
            .flat_map(|it| &it.holders);
        holders.any(|held| held.person == it.person && held.from == it.on && held.until.is_none())
    };
    let held = posts.into_iter().filter(is_held);
    let leave = held.filter_map(|it| {
        let after = it.on.tomorrow().ok()?;
        Some(Enter::LeavePost(PostLeft {
            post: it.post,
            person: it.person,
            on: today.max(after),
            instrument: None,
        }))
    });
    Ok(leave.collect())
}

/// Takes a list back, or says who came already.
pub(crate) fn undo(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let id = form.get("import");
    let wrong = |said: String| {
        let mut filled = Filled::default();
        filled.wrong(&format!("undo-{id}"), said);
        again(&page(ctx, filled)?)
    };
    // What the ledger holds comes first, since it may refuse; who came already keeps
    // both post and account.
    let leave = given_back(ctx, id)?;
    if ctx.state.accounts.used_of_import(id)?.is_empty() && !leave.is_empty() {
        match ctx.act(Command::Registry(leave)) {
            Ok(_) => {}
            Err(Trouble::Denied(_)) => return wrong(w.t("people-posts-denied")),
            Err(Trouble::Refused(said)) => return wrong(said),
            Err(other) => return Err(other),
        }
    }
    match ctx.state.accounts.undo_people_import(id, now()) {
        Ok(gone) => {
            let actor = ctx.who()?.account.login.clone();
            note(ctx, &actor, Happened::ImportUndone, &gone.join(", "))?;
            Ok(go("/admin/people?did=undone"))
        }
        Err(PeopleError::Used(used)) => {
            let used: Vec<String> = used.into_iter().take(20).collect();
            wrong(w.with("people-used", &used.join(", ")))
        }
        Err(PeopleError::Refused(_)) => Err(Trouble::NotFound),
        Err(PeopleError::Failed(failure)) => Err(Trouble::accounts(failure, w)),
    }
}
