# Pages that import tracking sheets
sheet-title = Import a tracking sheet
sheet-lead = XLSX or CSV as the office keeps it. Which column is what is proposed and previewed; nothing is written until you agree.
sheet-kind = Kind of table
sheet-kind-is = { $it ->
    [reports] Reports on tasks
   *[tasks] Tasks to issue
}
sheet-file = Table file
sheet-file-help = XLSX or CSV (UTF-8), at most 32 MB; drop the file here
sheet-read = Read the table
sheet-no-file = choose a file that is not empty
sheet-imports = Imported tables
sheet-imports-none = No table was imported yet.
sheet-tasks-issued = { $n } tasks issued
sheet-rows-reported = { $n } reports
sheet-undone = Taken back
sheet-undo = Take back
sheet-undo-reason = Reason
sheet-undo-do = Cancel the imported tasks
sheet-no-reason = say why
sheet-did = { $it ->
    [undo] The import is taken back; its tasks are cancelled.
   *[import] The table is imported.
}
sheet-table-title = Preview of { $it }
sheet-table-lead = Look which column is what, change it where it is wrong, then import. Your choice is remembered.
sheet-columns = Which column is what
sheet-sheet = Sheet
sheet-needed = needed
sheet-no-column = (no column)
sheet-look = Please look.
sheet-field = { $it ->
    [text] Content
    [lead] Lead unit
    [product] Product
    [due] Deadline
    [coordinate] Coordinating units
    [issued] Issued on
    [task] Task id
    [percent] Progress
    [on] Reported on
   *[other] { $it }
}
sheet-why-heading = By its heading.
sheet-why-content = By what stands in it.
sheet-why-remembered = As the last time.
sheet-product = Product of all rows (the table has no such column)
sheet-again = Look again with these columns
sheet-problems = { $n } things to mend
sheet-problems-help = Mend them in the table and drop it again, or tick rows to leave them out. While something is wrong, no row is imported.
sheet-col-cell = Cell
sheet-col-heading = Column
sheet-col-given = Reads
sheet-col-problem = What is wrong, what would be right
sheet-col-leave = Leave out
sheet-leave-row = Leave out row { $n }
sheet-leave-do = Leave out the ticked rows
sheet-good = { $n } good rows
sheet-do = Import { $n } rows
sheet-not-yet = No row was imported: there is something to mend below.
sheet-col-row = Row
sheet-col-text = Content
sheet-col-units = Units, task
sheet-col-more = Product, deadline, progress
sheet-more-units = and { $n } more units
sheet-skipped = { $n } rows that are no data (chapters, sums, left out)
sheet-not-yet-day = the day { $given } has not come; write the day on which it was so
sheet-denied = you may not do this: { $it }
