# The office: the board, saved lists, many at once
office-nav = Board
office-board = How the work stands
office-ways = By
office-by = { $it ->
    [unit] Lead unit
    [leader] Head
    [document] Document
    [field] Field
   *[assigner] Assigning unit
}
office-none = There is no task to put together in this way.
office-headless = { $it } (head not known)
office-col-name = Name
office-bad-by = “{ $it }” is no way to put tasks together
office-bad-leader = there is no person “{ $it }”
office-by-leader-is = Head: { $it }
office-by-assigner-is = Assigning unit: { $it }
office-views = Saved lists:
office-view-save = Save this list
office-view-name = Name of the list
office-view-do = Save
office-view-remove = Forget the list
office-view-unnamed = give the list a name
office-view-too-many = there are 50 lists; forget some first
office-tick = Choose { $it }
office-bulk = Many tasks at once
office-bulk-ticked = Act on those ticked
office-bulk-all = Act on the whole list
office-bulk-lead = Urge the units on, demand an explanation, or place on the briefing's agenda, once for all chosen tasks. If one of them cannot be asked, none is.
office-urge = Urge on
office-urge-note = What to say (optional)
office-urge-help = Each unit is told once for all its tasks of the list; that it was urged stands at each task.
office-bulk-none = No task is chosen.
office-bulk-no-question = say what is to be explained
office-bulk-refused = Nothing was sent: the tasks below cannot be asked this; untick them and send again.
office-bulk-cut = More than { $n } tasks; the first { $n } are taken.
office-did = { $it ->
    [urged] The units are urged on; each is told once.
    [agenda] The tasks are on the briefing's agenda.
   *[demands] The explanations are demanded.
}
office-field = { $it ->
    [clearance] Site clearance
    [disbursement] Disbursement of public investment
    [procedures] Administrative procedures
    [digital] Digital transformation
    [discipline] Discipline
    [general] General
   *[other] { "" }
}
flow-field = Field
flow-field-help = Choose a known field or type a new one; it may be empty.
