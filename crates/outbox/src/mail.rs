//! Mail by SMTP.

use std::fmt;
use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, Message, SmtpTransport, Transport};
use serde::Deserialize;

use crate::courier::{Mailer, NotSent};
use crate::letter::Letter;

/// Where mail goes out. `[mail]` in the settings of a server.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// `smtps://user:password@host:465`, `smtp://host:587?tls=required`,
    /// `smtp://127.0.0.1:25`: as lettre reads it.
    pub url: String,
    /// The sender, `Đôn Đốc <dondoc@hanoi.example>`.
    pub from: String,
}

impl fmt::Debug for MailSettings {
    /// Without the address, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailSettings")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// Why mail can't be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum BadMailSettings {
    /// The server's address.
    #[error(
        "the mail server is not written as `smtps://user:password@host:465` or `smtp://host:587?tls=required`"
    )]
    Url(#[source] lettre::transport::smtp::Error),
    /// The sender.
    #[error("`{given}` is not a sender: write `Đôn Đốc <dondoc@hanoi.example>`")]
    From {
        /// What was given.
        given: String,
        /// Why.
        #[source]
        source: lettre::address::AddressError,
    },
}

/// Sends by SMTP, each letter in its own connection.
pub struct SmtpMailer {
    transport: SmtpTransport,
    from: Mailbox,
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl SmtpMailer {
    /// Prepares to send; does not connect.
    ///
    /// # Errors
    /// [`BadMailSettings`] that says how they would be right.
    pub fn new(
        settings: &MailSettings,
        credentials: Option<(String, String)>,
    ) -> Result<Self, BadMailSettings> {
        let mut builder = SmtpTransport::from_url(&settings.url)
            .map_err(BadMailSettings::Url)?
            .timeout(Some(Duration::from_secs(20)));
        if let Some((user, password)) = credentials {
            builder = builder.credentials(Credentials::new(user, password));
        }
        let from = settings
            .from
            .parse()
            .map_err(|source| BadMailSettings::From {
                given: settings.from.clone(),
                source,
            })?;
        Ok(Self {
            transport: builder.build(),
            from,
        })
    }

    fn message(&self, letter: &Letter) -> Result<Message, NotSent> {
        let never = |why: &dyn fmt::Display| NotSent::Never(why.to_string());
        let address: Address = letter.to.parse().map_err(|why| never(&why))?;
        let name = (!letter.name.is_empty()).then(|| letter.name.clone());
        let mut builder: MessageBuilder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .message_id(Some(format!("<{}>", letter.message_id)))
            .subject(&letter.subject)
            .header(ContentType::TEXT_PLAIN)
            // RFC 3834: no automatic answer is wanted.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        if let Some(mute) = &letter.mute {
            // RFC 8058: one click in the mail program, no page in between.
            builder = builder
                .raw_header(HeaderValue::new(
                    HeaderName::new_from_ascii_str("List-Unsubscribe"),
                    format!("<{mute}>"),
                ))
                .raw_header(HeaderValue::new(
                    HeaderName::new_from_ascii_str("List-Unsubscribe-Post"),
                    "List-Unsubscribe=One-Click".to_owned(),
                ));
        }
        builder.body(letter.body.clone()).map_err(|why| never(&why))
    }
}

impl Mailer for SmtpMailer {
    fn send(&self, letter: &Letter) -> Result<(), NotSent> {
        let message = self.message(letter)?;
        match self.transport.send(&message) {
            Ok(_) => Ok(()),
            Err(why) if why.is_permanent() => Err(NotSent::Never(why.to_string())),
            Err(why) => Err(NotSent::Later(why.to_string())),
        }
    }
}
