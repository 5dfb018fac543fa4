# The read-only site: the frame of a page.
site-name = Đôn Đốc
site-place = Following the city's tasks through
site-skip = Skip to the content
site-nav = Main menu
site-nav-overview = Overview
site-nav-tasks = Tasks
site-nav-documents = Documents
site-nav-units = Units
site-nav-briefing = Briefing
site-nav-briefings = Reports
site-nav-work = Work
site-nav-bodies = Organisation
site-nav-entries = Entries
site-nav-rooms = In this part
site-nav-receipts = Trace a figure
site-nav-ledger = Ledger
site-other-lang = Tiếng Việt
site-day-region = Day shown
site-as-of = As of the end of
site-day-other = Another day
site-day-show = Show
site-day-present = back to the newest day
site-footer = Every number leads to the tasks and ledger entries behind it.
site-pages = Pages
site-page-before = Previous page
site-page-after = Next page
site-page-newer = Newer
site-page-older = Older

# How tasks stand.
site-status-late = Late
site-status-at-risk = At risk
site-status-due-soon = Due soon
site-status-waiting = Awaiting confirmation
site-status-in-time = In time
site-status-no-deadline = Standing duty
site-status-suspended = Suspended
site-status-done-late = Done late
site-status-done-on-time = Done on time
site-status-cancelled = Cancelled
site-group-open = All open tasks
site-group-done = All done tasks
site-group-judged = Done or late
site-days-late = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
site-days-late-excused = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }, objective reason confirmed
site-working-days-left = { $n ->
        [0] today
        [one] { $n } working day left
       *[other] { $n } working days left
    }
site-reasons = { $n } signs
site-handed-in-late = handed in { $n ->
        [one] { $n } day
       *[other] { $n } days
    } late
site-since = since { $it }
site-risk-lead-abolished = the lead unit “{ $it }” no longer exists, and no successor has taken over
site-due = Due
site-due-was = originally { $it }
site-no-due = No deadline
site-recurring = recurring
site-percent-reported = the unit reports { $n }%
site-importance-key = Key task
site-importance-urgent = Urgent

# Overview.
site-overview-title = What the city still owes
site-overview-lead = Each task has one lead unit, one product, one deadline, and evidence.
site-overview-figures = Figures
site-overview-note = This page counts tasks. The briefing counts each occurrence of a recurring task, so its figures can be larger.
site-overview-worst = Longest late
site-overview-units = Units with most late tasks
site-overview-next = Next deadlines
site-overview-latest = Newest entries of the ledger
site-figure-open = Open
site-of-all = of { $it } tasks
site-figure-on-time = Share on time
site-figure-on-time-note = of those done or late; { $it } done
site-bar-legend = Legend by status
site-all-late = All late tasks
site-all-open = All open tasks
site-all-units = All units
site-all-entries = All entries of the ledger
site-none-late = No task is late.
site-none-next = No deadline lies ahead.
site-none-briefing = There is no period to report on yet.
site-none-open = No task is open.
site-none-units = No unit.
site-none-reports = No report yet.
site-none-documents = The register holds no document yet.
site-none-proposals = This document has no proposal.

# The list of tasks.
site-tasks-title = Tasks
site-tasks-filter = Filter tasks
site-filter-q = Search in words, product, unit, id
site-filter-status = Status
site-filter-unit = Lead unit
site-filter-document = Document
site-filter-any = All
site-filter-do = Search
site-filter-clear = Clear
site-tasks-found = { $n ->
        [one] { $n } task
       *[other] { $n } tasks
    }
site-tasks-range = Showing { $it }, the worst first
site-tasks-item = From one order: { $it }
site-tasks-none = No task fits. Try fewer filters.

# One task.
site-task-title = Task { $it }
site-task-lead = Lead unit
site-task-coordinating = Coordinating
site-task-assigner = Assigns and confirms
site-task-product = Product
site-task-targets = Targets
site-task-deadline = Deadline
site-task-chain = From document to confirmation
site-task-siblings = { $n } tasks from this order
site-task-occurrences = Occurrences
site-task-notes = Returns, requests, reasons, pauses
site-task-reminders = Reminders sent
site-task-history = Every ledger entry about this task
site-deadline-none = A standing duty without a date.
site-review-days = To be looked at after { $n } days without a report.
site-deadline-until = until { $it }
site-deadline-original = Original deadline
site-deadline-current = Deadline that counts
site-deadline-same = never changed
site-deadline-changes = changed { $n ->
        [one] once
       *[other] { $n } times
    }
site-deadline-proof = Why this day: counted day by day
site-deadline-provisional = It rests on holidays computed by rule and not announced yet; it may still move.
site-deadline-then-moved = This counts the order's own words by the calendar as known now; the deadline that counts also follows from the changes above.
site-deadline-not-read = not read as a deadline
site-due-extended = Extended
site-due-calendar = The calendar changed
site-due-suspension = Time given back after a pause
site-instrument = Instrument
site-allowed-by = Allowed by
site-reason = Reason
site-excuse = Why after the due day
site-announcement = Announcement
site-chain-document = Document
site-chain-clause = The words that order it
site-chain-in-text = See it in the text
site-chain-span = characters { $it }
site-chain-not-exact = the task's words were edited when it was issued
site-chain-proposal = Proposal
site-chain-by-hand = Issued by hand
site-chain-by-hand-text = This task comes from no document.
site-chain-task = Issued
site-chain-issued = Issued on { $it }
site-chain-until = Until { $it } led by:
site-chain-reports = Reports and evidence
site-chain-evidence = Evidence files
site-chain-ending = Confirmation
site-chain-confirmed = Confirmed done on { $it }
site-chain-cancelled = Cancelled on { $it }
site-chain-reported = the unit reported it done on { $it }
site-chain-open = The assigner has not confirmed.
site-transfer-reassigned = given to another unit
site-transfer-successor = passed to the successor
site-report-name = Report { $it }
site-report-done = says it is done
site-report-occurrence = occurrence { $n }
site-note-returned = Report returned
site-note-request = More time asked for
site-note-until = (until { $it })
site-note-excuse = Objective reason claimed
site-note-suspended = Suspended
site-note-to = (runs again from { $it })
site-note-source-changed = The source document changed
site-note-reviewed = looked at
site-note-not-reviewed = nobody has looked at it
site-note-agenda = Put on the briefing's agenda
site-note-agenda-third = after the third late reminder
site-note-agenda-asked = as asked
site-answer-pending = not answered yet
site-answer-granted = granted
site-answer-refused = refused
site-rung-before = { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    } before
site-rung-on = On the due day
site-rung-after = { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    } after
site-reminder-due = due { $it }

# Documents.
site-documents-title = Documents
site-documents-lead = Registered documents and the tasks issued from them.
site-not-in-force = no longer in force
site-amended = amended
site-document-number = Number
site-document-date = Date
site-document-issuer = Issuer
site-document-issuer-unit = Unit in the registry
site-document-signer = Signer
site-document-registered = Registered
site-document-conclusions = Conclusions of the briefing
site-document-recipients = Recipients
site-document-text = As kept
site-document-plain = The text without marks
site-document-file = The file as it came
site-document-links = Related documents
site-document-cites = Cites:
site-document-cited-by = Cited by:
site-document-figures = Tasks from this document
site-document-words = Text
site-document-proposals = Proposed tasks ({ $n })
site-document-no-text = The text is missing, or does not have the hash that was recorded.
site-document-strays = { $n } proposals do not hold the words at their place and are not marked.
site-change-amended-by = Amended by
site-change-replaced-by = Replaced by
site-change-repealed-by = Repealed by
site-change-amends = Amends
site-change-replaces = Replaces
site-change-repeals = Repeals
site-mark-key = What the marks mean
site-mark-task = task
site-mark-deadline = deadline
site-mark-target = target
site-mark-reference = reference
site-proposal-word = Proposal
site-proposal-open = waiting for a person
site-proposal-issued = issued as { $n ->
        [one] { $n } task
       *[other] { $n } tasks
    }
site-proposal-split = split into { $n } parts
site-proposal-merged = merged into { $it }
site-proposal-refused = not a task
site-proposal-in-text = in the text
site-proposal-all-tasks = All { $n } tasks

# Units.
site-units-title = Units
site-units-lead = The units that exist on the day shown.
site-units-filter = Search units
site-units-q = Name of the unit
site-units-found = { $n ->
        [one] { $n } unit
       *[other] { $n } units
    }
site-units-leading = Units that lead tasks
site-units-others = Other units
site-level-province = City level
site-level-district = District level
site-level-commune = Commune level
site-level-other = Other
site-unit-ended = ended { $it }
site-unit-no-longer = no longer exists
site-unit-parent = Belongs to
site-unit-from = From
site-unit-until = Until before
site-unit-names = Other names
site-unit-succession = Succession
site-unit-received = Took over from
site-unit-passed = Passed on to
site-unit-figures = Tasks it leads
site-unit-all-tasks = All { $n } tasks
site-unit-open = Open tasks
site-unit-closed = Done or cancelled
site-unit-helps = Tasks it helps with
site-unit-assigned = Waiting for this unit to confirm
site-share-whole = everything
site-share-rest = the rest
site-share-matter = the matter of { $it }
site-share-undetermined = share not determined
site-computed = computed
site-recalled = recalled, unverified

# Briefings and receipts.
site-briefings-title = Briefings
site-briefings-lead = Each briefing is computed from the ledger, from what was known on its day.
site-briefings-receipts = Have a code on paper? Trace the figure
site-briefing-of = Briefing, { $it }
site-briefing-as-of = figures as of { $it }
site-briefing-lead = Each number carries a code; follow it to the tasks and ledger entries behind it.
site-briefing-whole = Open the whole briefing
site-briefing-summary = The whole city
site-briefing-inside = The briefing
site-briefing-documents = By document
site-briefing-units = By unit
site-briefing-known = Last entry recorded
site-briefing-shared = What all its codes share
site-period-quarter = quarter { $it } of { $n }
site-period-half = half-year { $it } of { $n }
site-period-month = month { $it } of { $n }
site-period-year = year { $n }
site-period-running = still running
site-receipts-title = Trace a figure
site-receipts-lead = Type the code printed beside a figure of a briefing to see what it was computed from.
site-receipts-how = A code has 18 digits and letters; hyphens and case do not matter. Codes stand in:
site-receipt-box = Code of the figure
site-receipt-look = Trace
site-receipt-word = Code
site-receipt-title = Code { $it }
site-receipt-briefing = Briefing
site-receipt-about = Of
site-receipt-key = Name of the figure
site-receipt-works = The works it counts ({ $n })
site-receipt-entries = The ledger entries behind it ({ $n })
site-receipt-nothing = This figure counts nothing.
site-receipt-longer-log = the code was computed over a ledger of { $n } entries, longer than this one: use a newer copy
site-receipt-no-figure = the code is well-formed, but that briefing has no such figure; check that it is of this city
site-receipt-length = a code has 18 characters, this has { $n }
site-receipt-character = no code has the character “{ $it }” (place { $n }): digits and the letters A–Z without U are used
site-receipt-checksum = a character is mistyped or two are swapped; look at the code again
site-receipt-unknown = the code is of a form that this program does not know
site-measure-assigned = Assigned
site-measure-due = Due
site-measure-done-on-time = Done on time
site-measure-done-late = Done late
site-measure-waiting = Awaiting confirmation
site-measure-late = Late
site-measure-excused = Excused
site-measure-in-time = In time
site-measure-at-risk = At risk
site-measure-without-report = Without report
site-measure-extended = Extended
site-measure-suspended = Suspended

# The ledger.
site-ledger-title = Ledger
site-ledger-lead = Append-only: each entry is in a hash tree that anyone can verify with tools of their own.
site-ledger-size = Entries of the ledger
site-ledger-newest = Newest entry recorded
site-ledger-origin = Name of the log
site-ledger-root = Root hash of the tree
site-ledger-key = Verifier key
site-ledger-erased = Entries whose payload was erased by law
site-ledger-erased-none = none
site-ledger-verify = How to verify it yourself
site-ledger-verify-1 = Take the signed checkpoint and keep it elsewhere:
site-ledger-verify-2 = Check its signature with the key above (Ed25519, C2SP signed-note).
site-ledger-verify-3 = Fetch tiles and entries in the C2SP tlog-tiles layout and compute the root again:
site-ledger-verify-4 = Next time compare with the checkpoint you kept: the old log must be a prefix of the new one.
site-ledger-checkpoint = The checkpoint now
site-entries-title = Entries of the ledger
site-entry-word = Ledger entry
site-entry-title = Ledger entry { $it }
site-entry-schema = schema { $n }
site-entry-valid = It was so on
site-entry-recorded = The ledger learned it
site-entry-unit = Unit id
site-entry-post = Post id
site-entry-person = Person id
site-entry-delegation = Delegation
site-entry-stream = Stream
site-entry-version = number { $n } in it
site-entry-erases = Erases the payload of
site-entry-attachments = Attachments
site-entry-payload = Payload
site-entry-erased = The payload was erased by law; every proof still holds. The entry that says so:
site-entry-proof = Proof of inclusion
site-entry-proof-get = Download the proof (C2SP tlog-proof)
site-entry-leaf = Leaf hash
site-entry-commitment = Commitment, SHA-256(salt ‖ payload)
site-entry-salt = Salt
site-entry-header = The header, byte for byte as hashed
site-erased = erased
site-report-hidden = The words and files of a report are for the units concerned, leadership and the steering office.
site-log-entry = Entry
site-log-valid = Day
site-log-what = What
site-log-about = About
site-log-who = Who
site-log-recorded = Recorded

# Column heads.
site-col-unit = Unit
site-col-document = Document
site-col-date = Date
site-col-proposals = Waiting
site-col-tasks = Tasks
site-col-open = Open
site-col-done = Done
site-col-number = No.
site-col-status = Status
site-col-period = Period
site-col-from = From
site-col-until = To
site-col-as-of = Figures as of

# When something is not right.
site-error-code = Error { $it }
site-error-not-found = There is no such page
site-error-not-found-text = Nothing is at this address, or it did not exist yet on the day shown.
site-error-bad = The request is not right
site-error-failed = The page could not be made
site-error-failed-text = Something broke on the server, and it was logged. No data is affected; try again later.
site-error-near = Back to the list
site-error-home = Back to the overview
site-bad-day = “{ $it }” is not a day: write year-month-day, e.g. 2024-09-30
site-bad-page = “{ $it }” is not a page: write a number from 1
site-bad-number = “{ $it }” is not the number of an entry: write a number from 0
site-bad-lang = “{ $it }” is not a language here: use vi or en
site-bad-unit = there is no unit “{ $it }”
site-bad-document = there is no document “{ $it }”
site-bad-item = “{ $it }” is not the id of a proposal
site-bad-status = there is no status “{ $it }”: choose one of the list
site-bad-period = “{ $it }” is not a period: write 2024, 2024-H1, 2024-Q3 or 2024-09
site-bad-search = the search is too long: at most 200 characters{ $it }

# Kinds of entries.
site-kind = { $kind ->
        [proposal-made] Task proposed
        [proposal-edited] Proposal edited
        [proposal-merged] Proposals merged
        [proposal-refused] Proposal refused
        [task-issued] Task issued
        [task-accepted] Accepted
        [task-reported] Reported
        [task-returned] Report returned
        [task-confirmed] Confirmed done
        [task-extension-requested] More time asked for
        [task-extended] Extended
        [task-extension-refused] Extension refused
        [task-suspended] Suspended
        [task-resumed] Resumed
        [task-transferred] Passed to another unit
        [task-assigner-changed] Assigner changed
        [task-cancelled] Cancelled
        [task-deadline-moved] Deadline moved by the calendar
        [task-source-changed] Source document changed
        [task-source-reviewed] Change looked at
        [task-excuse-claimed] Objective reason claimed
        [task-excused] Objective reason confirmed
        [task-excuse-refused] Objective reason refused
        [task-reminded] Reminder sent
        [task-urged] Urged on by the office
        [task-placed-on-agenda] Put on the agenda
        [proposal-split] Proposal split
        [task-report-submitted] Report laid before the head
        [task-report-declined] Report not approved by the head
        [task-explanation-demanded] Explanation demanded
        [task-explained] Explanation given
        [import-made] Table imported
        [import-undone] Import undone
        [city-approval-set] Approval of reports set
        [document-registered] Document registered
        [document-received] Document came as an edXML package
        [document-amended] Document amended
        [document-replaced] Document replaced
        [document-repealed] Document repealed
        [calendar-day-announced] Day off or worked announced
        [calendar-announcement-withdrawn] Announcement withdrawn
        [calendar-year-listed] Year's holidays listed
        [calendar-hours-set] Office hours set
        [calendar-counting-set] Way of counting set
        [registry-naming-set] Naming rules set
        [registry-class-defined] Class of units defined
        [registry-unit-created] Unit created
        [registry-unit-renamed] Unit renamed
        [registry-unit-merged] Units merged
        [registry-unit-split] Unit split
        [registry-unit-abolished] Unit abolished
        [registry-alias-added] Alias added
        [registry-post-created] Post created
        [registry-person-registered] Person registered
        [registry-post-taken] Post taken
        [registry-post-left] Post left
        [city-reminders-set] Reminders set
        [city-letterhead-set] Letterhead set
        [ledger-redacted] Payload erased by law
       *[other] { $name }
    }
site-entries-files = Save as (at most 20,000 entries, from the newest shown):
site-log-person = Person
site-col-title = Subject
site-col-issuer = Issuer
site-col-force = In force
site-col-kind = Kind, level
