# Work in the browser: clerks, units, heads, offices.
flow-work = To do
flow-in-name-of = in the name of { $it }
flow-nothing-to-do = There is nothing for your unit to do with this task now.
flow-accept = Accept the task
flow-report = Report progress or the result
flow-narrative = The report
flow-percent = Progress (%)
flow-says-done = Done, please confirm
flow-files = Evidence
flow-files-help = PDF, Word, Excel, pictures, text; at most 64 MB each; drop files here
flow-files-kept = Files that were sent and need not be chosen again
flow-send-report = Send the report
flow-submit = Lay before the head
flow-needs-head = Reports of the unit leave once its head has approved them.
flow-submitted = Report waiting for the head
flow-approve = Approve and send
flow-decline = Not yet
flow-decline-reason = What is missing
flow-declined = The head has not approved the report
flow-confirm-title = The unit reports that it is done
flow-confirm-note = Remark (needed to return it)
flow-confirm = Confirm as done
flow-return = Return
flow-extension = Ask for more time
flow-until = Until
flow-reason = Reason
flow-why-late = Why it comes after the due day
flow-ask = Send the request
flow-asked-until = The unit asks for time until { $it }
flow-extend = More time
flow-instrument = Instrument: number and date
flow-allowed-by = Allowed by
flow-allow = Allow
flow-refuse = Refuse
flow-excuse = Claim an objective reason for the delay
flow-claim = Send the reason
flow-excuse-waits = An objective reason waits to be confirmed
flow-authority = Competent authority that confirms
flow-refusal-reason = Why it is not confirmed
flow-excused = Record as confirmed
flow-not-excused = Record as not confirmed
flow-demand = Demand an explanation
flow-question = What is to be explained
flow-answer-by = Answer before
flow-demanded-by = { $it } demands an explanation
flow-answer-until = answer before { $it }
flow-answer = The explanation
flow-explain = Send the explanation
flow-more = More: agenda, suspend, cancel
flow-agenda = Put on the agenda of the briefing
flow-suspend = Suspend
flow-suspend-reason = Why it is suspended
flow-resume = Let it go on
flow-cancel = Cancel the task
flow-cancel-reason = Why it is cancelled
flow-which-occurrence = Occurrence
flow-occurrence = no. { $n }, due { $it }
flow-bad-day = “{ $it }” is not a day; choose one
flow-bad-percent = “{ $it }” is not a progress; write a whole number from 0 to 100
flow-no-report = there is no such report; open the page again
flow-stale = The task changed while you were writing. Nothing was sent; what you wrote is still below. Look at the change, then send it again.
flow-stale-news = What changed since you opened the page
flow-did = { $it ->
    [accept] The task is accepted.
    [report] The report is recorded.
    [extension] The request for more time is sent.
    [excuse] The objective reason is sent.
    [explain] The explanation is sent.
    [approve] The report is approved and sent.
    [decline] The report is handed back to be completed.
    [confirm] The task is confirmed as done.
    [return] The report is returned.
    [extend] The request for more time is answered.
    [excused] The objective reason is answered.
    [demand] The explanation is demanded.
    [suspend] The task is suspended.
    [resume] The task goes on.
    [agenda] The task is on the agenda of the briefing.
   *[cancel] The task is cancelled.
}
flow-file-empty = the file “{ $it }” is empty
flow-file-page = the file “{ $it }” is a web page (HTML, SVG) and is not taken as evidence; save it as PDF
flow-file-program = the file “{ $it }” is a program and is not taken as evidence
flow-file-unknown = the file “{ $it }” is of no known kind; send PDF, Word, Excel, a picture or text
flow-file-misnamed = the file “{ $it }” is not what its ending says; open it and save it again
flow-file-too-many = more than { $n } files; put them into one archive
flow-my = My work
flow-my-none = Nothing waits for your unit.
flow-inbox = Documents that came in
flow-inbox-do = Drop a document
flow-import-do = Import a tracking sheet
flow-document-waits = { $it }: { $n } proposals wait
flow-all-of-them = All { $n } tasks
flow-call-explain = Explanations demanded
flow-call-approve = Reports to approve
flow-call-redo = Reports to do again
flow-call-accept = To be accepted
flow-call-confirm = To be confirmed as done
flow-call-extend = Requests for more time
flow-call-excuse = Objective reasons to be confirmed
flow-save-as = Save the list:
flow-col-task = Task id
flow-col-text = Task
flow-col-document = Document
flow-col-issued = Issued
flow-col-reported = Last report
flow-note-demand = Explanation demanded
flow-note-until = answer before { $it }
flow-my-assigned = Tasks your unit assigned
flow-my-assigned-late = Late of what was assigned
