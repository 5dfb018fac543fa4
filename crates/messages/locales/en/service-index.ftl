service-index-title = Index of serving people and businesses (Decision 766/QĐ-TTg)
service-index-link = Index 766
service-index-lead = The groups that can be measured: { $it } of { $also } points. Groups without data are not counted, and nothing is scaled up to 100.
service-index-nothing = No data to measure by.
service-index-col-group = Group
service-index-col-points = Points
service-index-col-most = At most
service-index-col-what = What is counted
service-index-group = { $it ->
    [transparency] Publicity and transparency
    [progress] Progress and result
    [online] Online services
    [payment] Online payment
    [digitisation] Digitisation
   *[satisfaction] Satisfaction
}
service-index-counts = { $it ->
    [transparency] procedures of which legal basis, limit, steps, papers and who decides are public
    [progress] cases that ended in time in each procedure's latest assessed period
   *[online] procedures that can be done online from beginning to end
}
service-index-lacks = { $it ->
    [transparency] the catalogue has no procedure
    [progress] no period was assessed
    [online] the catalogue has no procedure
    [payment] there are no data of payments
    [digitisation] there are no data of digitised files and results
   *[satisfaction] nobody's ratings are recorded
}
service-index-not-measured = not measured
service-index-remainder = { $it } (the remainder)
service-index-more = and { $n } more
service-index-method = The most points of each group are as the press reported them for Hà Nội in March 2025; those of digitisation are what is left of 100. The annex with the formulas was not compared: here points are the most points times the share that was met. These are not the official points of the national portal.
service-index-line = { $name }: { $points } of { $most } points ({ $what }: { $good } / { $all })
