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
