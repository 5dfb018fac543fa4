# Notices to people who hold posts; each is about one task.
notices-issued = A task was issued to your unit
notices-issued-with = Your unit coordinates in a task
notices-transferred = A task passed to your unit
notices-reported = Progress was reported
notices-reported-done = Reported as done, waits for confirmation
notices-returned = A report was returned
notices-confirmed = Confirmed as done
notices-extension-requested = More time is asked for
notices-extended = More time was allowed
notices-extension-refused = More time was refused
notices-deadline-moved = The calendar moved a deadline
notices-due-soon = Due soon: { $due } ({ $days ->
    [one] 1 working day left
   *[other] { $days } working days left
})
notices-due-today = Due today, { $due }
notices-late = { $days ->
    [one] 1 working day late
   *[other] { $days } working days late
} (due { $due })
notices-urged = { $tasks ->
    [1] You are urged to finish a task
   *[other] You are urged to finish { $tasks } tasks
}
notices-on-agenda = Put on the agenda of the briefing
notices-suspended = The clock was stopped
notices-resumed = The clock runs again
notices-cancelled = The task was cancelled
notices-source-changed = The document it comes from changed
notices-excuse-claimed = An objective reason is claimed
notices-excused = The objective reason was accepted
notices-excuse-refused = The objective reason was refused
notices-digest = { $count ->
    [one] 1 notice about a task
   *[other] { $count } notices about tasks
}
notices-mute = No more mail about this task:
notices-change = Choose what you are told:
notices-explanation-demanded = An explanation is demanded
notices-explained = The unit has explained itself
notices-report-submitted = A report waits for your approval
notices-report-declined = The head has not approved the report
