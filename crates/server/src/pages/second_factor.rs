//! `/account/second-factor`: an authenticator beside the password.

use askama::Template;
use axum::response::Response;
use dondoc_accounts::{AccountsError, What};
use qrcode::{Color, QrCode};

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::Frame;
use crate::state::now;

#[derive(Debug, Template)]
#[template(path = "second_factor.html")]
struct FactorPage {
    f: Frame,
    form: Filled,
    /// Whether it counts, with how many recovery codes are left.
    left: Option<String>,
    /// A seed that waits for its first code: to type in, and as a picture.
    seed: Option<(String, Picture)>,
    /// Recovery codes that were just made; shown once.
    codes: Vec<String>,
}

/// A QR code as a path of squares.
#[derive(Debug)]
struct Picture {
    size: usize,
    path: String,
}

/// The free margin that readers need, in squares.
const MARGIN: usize = 4;

fn picture(address: &str) -> Option<Picture> {
    let code = QrCode::new(address).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (place % width + MARGIN, place / width + MARGIN);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    Some(Picture {
        size: width + 2 * MARGIN,
        path,
    })
}

fn page(ctx: &Ctx, form: Filled) -> Result<FactorPage, Trouble> {
    let (w, id) = (ctx.words(), ctx.who()?.account.id);
    let accounts = &ctx.state.accounts;
    let left = match accounts.has_second_factor(id)? {
        true => Some(w.n("account-recovery-left", accounts.recovery_codes_left(id)?)),
        false => None,
    };
    Ok(FactorPage {
        f: Frame::timeless(ctx, w.t("account-second-factor")),
        form,
        left,
        seed: None,
        codes: Vec::new(),
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default())?)
}

/// Draws a seed and shows it.
pub(crate) fn enrol(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let id = ctx.who()?.account.id;
    let made = ctx.state.accounts.enrol(id);
    let made = made.map_err(|error| Trouble::accounts(error, ctx.words()))?;
    let picture = picture(&made.address).ok_or(Trouble::NotFound)?;
    html(&FactorPage {
        seed: Some((made.seed, picture)),
        ..page(ctx, Filled::default())?
    })
}

/// Takes the first code, and shows the recovery codes.
pub(crate) fn confirm(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, id) = (ctx.words(), ctx.who()?.account.id);
    let confirmed = ctx
        .state
        .accounts
        .confirm_enrolment(id, form.get("code"), now());
    match confirmed {
        Ok(codes) => {
            note(ctx, What::SecondFactorOn)?;
            html(&FactorPage {
                codes,
                ..page(ctx, Filled::default())?
            })
        }
        Err(AccountsError::Refused(refusal)) => {
            let mut filled = Filled::default();
            filled.wrong("code", w.say(&refusal));
            again(&page(ctx, filled)?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn note(ctx: &Ctx, what: What) -> Result<(), Trouble> {
    let login = &ctx.who()?.account.login;
    let accounts = &ctx.state.accounts;
    Ok(accounts.note(login, login, what, "", now())?)
}

/// Takes it away; the password is asked for, since a session may be left open.
pub(crate) fn drop_it(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, who, accounts) = (ctx.words(), ctx.who()?, &ctx.state.accounts);
    let login = &who.account.login;
    match accounts.check_password(login, form.raw("password"), &ctx.ask.from, now()) {
        Ok(_) => {
            accounts.drop_second_factor(who.account.id)?;
            note(ctx, What::SecondFactorOff)?;
            Ok(go("/account/second-factor"))
        }
        Err(AccountsError::Refused(refusal)) => {
            let mut filled = Filled::default();
            filled.wrong("password", w.say(&refusal));
            again(&page(ctx, filled)?)
        }
        Err(failure) => Err(failure.into()),
    }
}
