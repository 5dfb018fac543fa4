//! `POST /tasks/{id}/accept`: the lead unit takes a task on.

use axum::response::Response;
use dondoc_city::Command;
use dondoc_kinds::TaskId;

use crate::answer::{Trouble, go};
use crate::ask::Ctx;
use crate::form::Form;

/// The field `seen` may say how many entries of the task its page showed.
pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task: TaskId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let back = format!("/tasks/{task}");
    let stream = format!("task/{task}");
    let command = Command::Task(dondoc_tasks::Command::Accept { task });
    match form.get("seen").parse() {
        Ok(version) => ctx.act_all(vec![command], vec![(stream, version)])?,
        Err(_) => ctx.act(command)?,
    };
    Ok(go(&back))
}
