flow-inbox-lead = Drop a document: it is read, and tasks are proposed with the very words; nothing is owed until you issue it.
flow-document = Document file
flow-document-help = Word (.docx), PDF, HTML, plain text, scans
flow-document-more = Give it an id, or a meeting
flow-document-id = Document id (left empty, it is made of the number)
flow-document-meeting = Conclusions of the meeting (id)
flow-document-read = Read the document
flow-documents-waiting = Documents with proposals that wait
flow-documents-none = No proposal waits.
flow-no-document = choose a file that is not empty
flow-bad-id = “{ $it }” is no id; an id has a-z, 0-9, “-”, “.”, “_”
flow-proposals-of = Issue tasks from { $it }
flow-proposals-wait = { $n } proposals wait
flow-no-proposals = No proposal waits any more.
flow-ready = { $n } proposals have unit, product and deadline.
flow-issue-all = Issue those ticked
flow-is-ready = complete, issue together
flow-none-ticked = tick at least one proposal
flow-alike-title = May be the same:
flow-alike = { $it } ({ $n }% alike)
flow-add-lead = Another lead unit
flow-add-helper = Another coordinating unit
flow-deadline = Deadline
flow-due-is = That is { $it }
flow-importance = Importance
flow-ordinary = Ordinary
flow-issue = Issue the task
flow-save = Save the proposal
flow-other = Split, merge, refuse
flow-parts = Split: each part on a line, in the words of the document
flow-split = Split
flow-into = Merge into
flow-merge = Merge
flow-refuse-reason = Refused because
flow-refuse-proposal = Refuse the proposal
flow-closed = { $n } proposals dealt with
flow-class = “{ $it }” are { $n } units; look through the list
flow-class-open = “{ $it }” are { $n } known units, and maybe others; look through the list
flow-described = “{ $it }” must be judged by a person; choose the units
flow-ambiguous = “{ $it }” is the name of several units; choose
flow-not-on-day = “{ $it }” no longer exists on this day; choose a successor
flow-look-alike = “{ $it }” has a letter that looks Latin and is not; type the name again
flow-unknown-unit = it is not known which unit “{ $it }” is; choose or type a name
flow-no-lead = the lead unit is missing: choose or type one
flow-no-product = the product is missing: say what the unit must hand over
flow-choose = choose from the list
flow-part-not-found = “{ $it }” is not in the words of the document, or not in this order
flow-proposal-stale = While you were editing, somebody changed this proposal to: “{ $it }”. What you wrote is still below.
flow-clerk-did = { $it ->
    [registered] The document is registered; the proposals are on the right.
    [issued] The task is issued.
    [issued-all] The ticked tasks are issued.
    [saved] The proposal is saved.
    [split] The proposal is split.
    [merged] The proposal is merged.
   *[refused] The proposal is refused.
}
flow-misnamed = Give the file its right ending, or open it and save it as what it should be, and drop it again.
