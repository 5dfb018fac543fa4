procedure-limit-working-hours = { $it } giờ làm việc
procedure-limit-working-days = { $it } ngày làm việc
procedure-limit-days = { $it } ngày
procedure-diff-total = tổng thời hạn { $was } → { $now } { $unit ->
    [hours] giờ làm việc
    [days] ngày
   *[other] ngày làm việc
}
procedure-diff-step-limit = bước “{ $step }”: { $was } → { $now } { $unit ->
    [hours] giờ làm việc
    [days] ngày
   *[other] ngày làm việc
}
procedure-diff-step-unit = bước “{ $step }”: đơn vị thực hiện “{ $was }” → “{ $now }”
procedure-diff-step-gone = bỏ bước “{ $step }”
procedure-diff-step-new = thêm bước “{ $step }”
procedure-diff-order = đổi thứ tự các bước
procedure-diff-paper-gone = không yêu cầu “{ $paper }” nữa
procedure-diff-paper-new = thêm giấy tờ “{ $paper }”
procedure-diff-fee = lệ phí { $was } → { $now } đồng
procedure-diff-decides = thẩm quyền quyết định “{ $was }” → “{ $now }”
procedure-diff-description = đổi tên, lĩnh vực, cấp hoặc mức độ trực tuyến
procedure-fault-missing = phải có
procedure-fault-nothing = không có thủ tục nào
procedure-fault-twice = “{ $it }” có hai lần
procedure-fault-not-after = phiên bản mới phải áp dụng sau ngày { $was } của phiên bản trước
procedure-fault-unchanged = giống hệt phiên bản đang có: không có gì để ghi
procedure-fault-reason = thủ tục đã có trong danh mục: ghi lý do thay đổi
procedure-fault-steps-above-total = các bước cộng lại { $steps } ngày làm việc, hơn tổng thời hạn { $total }
procedure-fault-fee = lệ phí không thể âm
procedure-fault-no-step = danh mục không có bước số { $step }
procedure-fault-ends-before = kết thúc { $to } trước khi bắt đầu { $from }
procedure-fault-future = { $on } chưa tới
procedure-fault-promised = số ngày hứa giảm phải lớn hơn 0
procedure-refusal-imported = tệp { $file } đã được nhập ở mục sổ { $entry }
procedure-refusal-no-procedure = danh mục không có thủ tục { $procedure }
procedure-refusal-no-sheet = không có phiếu rút ngắn { $sheet }
procedure-refusal-other-sheet = phiếu { $sheet } không phải bản đã xem: tải lại trang rồi xem lại trước khi ký
procedure-refusal-signed = phiếu { $sheet } đã được ký và thành nhiệm vụ { $task }
procedure-refusal-no-proposal = phiếu không có đề xuất số { $proposal }
procedure-refusal-none-chosen = không có đề xuất nào: chọn ít nhất một
procedure-refusal-no-change = thủ tục không có thay đổi số { $change }
procedure-refusal-no-log = nêu ít nhất một nhật ký đã nhập
procedure-refusal-unknown-log = nhật ký { $log } chưa được nhập hoặc đã bị rút
procedure-catalogue-would = sẽ ghi { $n } thủ tục với { $steps } bước
procedure-catalogue-did = đã ghi { $n } thủ tục với { $steps } bước vào danh mục
procedure-catalogue-columns = thiếu cột { $columns }; mỗi dòng là một bước
procedure-bad-code = mã thủ tục chỉ có chữ, số, “.”, “-”, ví dụ 1.009994
procedure-bad-level = cần: bộ, tỉnh, huyện hoặc xã
procedure-bad-online = cần: không, một phần hoặc toàn trình
procedure-bad-delegation = không phải mã ủy quyền, ví dụ uq-0001
procedure-bad-yes-no = cần: có hoặc không
procedure-bad-limit-words = không phải thời hạn: viết 15, 0,5 ngày, 4 giờ hoặc 20 ngày lịch
procedure-bad-map = “{ $given }”: viết tên bước=số bước, ví dụ “Ký duyệt=6”
procedure-bad-case-code = mã hồ sơ có dạng 000.00.01.H26-240930-0012
procedure-no-such-case = không có hồ sơ nào xem được với mã này
procedure-not-linked = { $code } chưa nối với nhật ký nào: dùng dondoc procedures link
procedure-version = Phiên bản { $number }, từ { $from }, theo { $act } (mục sổ { $entry })
procedure-wrote = đã ghi: mục sổ { $entry }
procedure-definition-office-time = Trễ nghĩa là: giờ làm việc của cơ quan từ khi tiếp nhận đến bước kết thúc, không kể lúc chờ người nộp bổ sung, dài hơn thời hạn trong danh mục.
procedure-assessed = { $finished } hồ sơ xong trong kỳ, { $on_time } đúng hạn ({ $share } %, thời hạn { $limit } ngày làm việc); { $running } đang giải quyết, { $overdue } đã quá hạn; trung vị { $median }, chín phần mười trong { $p90 } ngày làm việc
procedure-late-step = { $days } ngày trễ do { $activity } ({ $provision }), nguyên nhân chính của { $mainly } hồ sơ
procedure-fits = độ khớp với các bước quy định { $fitness } %; { $fitting } % hồ sơ khớp hoàn toàn
procedure-sheet-form = { $path }: phiếu ghi ra .pdf hoặc .docx
procedure-sheet-made = Phiếu { $sheet }, mục sổ { $entry }, SHA-256 { $hash }
procedure-status-line = { $step } từ { $since }; hạn { $due }
procedure-status-expected = dự kiến xong { $middle } (90 %: { $low } đến { $high })
procedure-promise-measured = hứa { $promised } ngày làm việc mỗi hồ sơ, đo được { $days } [{ $low }; { $high }] so với { $controls } đơn vị đối chứng ({ $before } tháng trước, { $after } tháng sau; đối chứng tổng hợp { $synthetic }, p giả dược { $p }, thấp nhất có thể { $least })
procedure-promise-not-yet = hứa { $promised } ngày làm việc mỗi hồ sơ; chưa đo được: { $why ->
    [cases] mới có { $cases } hồ sơ xong sau thay đổi
    [months] mới có { $months } tháng trọn vẹn sau thay đổi ({ $cases } hồ sơ)
   *[controls] chỉ có { $controls } đơn vị đối chứng
}
procedure-promise-unmeasured = hứa { $promised } ngày làm việc mỗi hồ sơ; chưa đo
