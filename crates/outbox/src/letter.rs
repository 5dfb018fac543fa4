//! What a message says.

use dondoc_city::City;
use dondoc_kinds::Arg;
use dondoc_messages::{say, text};
use dondoc_notices::{Message, Notice};

use crate::courier::Reader;

/// The longest words of a task in a subject line, in code points.
const SUBJECT: usize = 70;

/// A message in words, as mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The reader's address.
    pub to: String,
    /// The reader's name.
    pub name: String,
    /// Without `<` and `>`; the same each time the message is tried.
    pub message_id: String,
    /// One line.
    pub subject: String,
    /// Plain text, lines ended by `\n`.
    pub body: String,
    /// Where one click mutes the task (RFC 8058); none for a digest.
    pub mute: Option<String>,
}

impl Letter {
    /// Writes a message to a reader who has an address.
    pub(crate) fn write(
        city: &City,
        base: &str,
        message_id: &str,
        message: &Message,
        reader: &Reader,
        address: &str,
        mute: Option<String>,
    ) -> Self {
        let lang = reader.lang;
        let subject = match message.notices.as_slice() {
            [one] => format!(
                "{}: {}",
                say(lang, &one.occasion),
                words(city, one, SUBJECT)
            ),
            many => {
                let count = i64::try_from(many.len()).unwrap_or(i64::MAX);
                text(lang, "notices-digest", &[("count", Arg::Count(count))])
            }
        };
        let mut body = String::new();
        for notice in &message.notices {
            let unit = city
                .registry
                .name_on(&notice.unit, dondoc_city::civil(notice.at).date());
            body.push_str(&format!(
                "{}\n{}\n{unit}\n{base}/tasks/{}\n\n",
                say(lang, &notice.occasion),
                words(city, notice, 600),
                notice.task,
            ));
        }
        if let Some(mute) = &mute {
            body.push_str(&format!("{} {mute}\n", text(lang, "notices-mute", &[])));
        }
        body.push_str(&format!(
            "{} {base}/notices/settings\n",
            text(lang, "notices-change", &[])
        ));
        Self {
            to: address.to_owned(),
            name: reader.name.clone(),
            message_id: message_id.to_owned(),
            subject,
            body,
            mute,
        }
    }
}

/// The words of a task on one line, cut to `most` code points.
pub(crate) fn words(city: &City, notice: &Notice, most: usize) -> String {
    let task = city.tasks.task(&notice.task);
    let text = task.map_or_else(|| notice.task.as_str(), |task| task.text());
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{cut}…")
}
