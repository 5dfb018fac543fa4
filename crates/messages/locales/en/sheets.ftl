# Tracking sheets: why a file cannot be read, and which cell is not right.
sheets-not-a-table = { $is ->
    [empty] the file is empty; choose a file with a table
    [html] this file is an HTML page, not a spreadsheet; open it in Excel and save it as .xlsx
    [container] this file is an archive or a Word document without any sheet; choose an .xlsx or .csv file
    [old-excel] this file is an old Excel file (.xls) or has a password; save it as .xlsx without a password
    [opendocument] this file is OpenDocument; save it as .xlsx or .csv
    [pdf] this file is a PDF; use the spreadsheet behind it (.xlsx or .csv)
   *[binary] this file is no table; choose an .xlsx or .csv file
}
sheets-too-many-bytes = the file is larger than { $limit } MB; split it into several files
sheets-too-many-unpacked = the file unpacks to more than { $limit } MB; split it into several files, without pictures
sheets-too-many-entries = the file has more than { $limit } parts; this is no tracking sheet
sheets-too-many-rows = the table has more than { $limit } rows; split it into several files, and delete empty rows at its end
sheets-too-many-columns = the table has more than { $limit } columns; delete those that are not needed
sheets-too-much-text = the table has more than { $limit } MB of text; split it into several files
sheets-damaged = the file is damaged ({ $part }); open it in Excel and save it again
sheets-no-such-sheet = there is no sheet “{ $name }”; the file has: “{ $known }”
sheets-no-cells = no cell of the file has any text
sheets-not-utf8 = the CSV file is not UTF-8 (from byte { $at }); save it as “CSV UTF-8”
sheets-empty = the cell is empty; this column is needed
sheets-not-a-day = “{ $given }” is not a day; write it like 30/9/2024
sheets-no-such-day = there is no day “{ $given }”; write the day first, then the month, like 30/9/2024
sheets-not-a-number = “{ $given }” is not a number; write it like 1.234,5
sheets-not-whole = “{ $given }” is not a whole number
sheets-not-a-share = “{ $given }” is not a share; write it like 50 %
sheets-share-outside = “{ $given }” is not between 0 and 100 %
sheets-share-unclear = “{ $given }” may be a percentage or a part of one; write it with a percent sign, like 50 %
sheets-failed = the formula failed (“{ $given }”); mend it or write the value
sheets-look-alike = “{ $given }” has the letter “{ $letter }” ({ $code }), which looks Latin and is not; type it again
sheets-said = { $said }
