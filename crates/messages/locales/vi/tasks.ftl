# Vì sao một yêu cầu về nhiệm vụ bị từ chối, và vì sao một nhiệm vụ có nguy cơ chậm.
tasks-unknown-proposal = không có đề xuất “{ $proposal }”
tasks-unknown-task = không có nhiệm vụ “{ $task }”
tasks-taken-id = mã “{ $id }” đã dùng cho việc khác; hãy đặt mã khác
tasks-proposal-closed = đề xuất “{ $proposal }” đã được giao, gộp hoặc bỏ; chỉ sửa được đề xuất đang chờ
tasks-merged-into-itself = không gộp đề xuất “{ $proposal }” vào chính nó; hãy chọn một đề xuất khác
tasks-missing = { $what ->
    [text] thiếu nội dung nhiệm vụ
    [product] thiếu sản phẩm: hãy ghi rõ đơn vị phải nộp cái gì
    [reason] thiếu lý do
    [instrument] thiếu căn cứ: hãy ghi số và ngày của văn bản
    [authority] thiếu người hoặc cơ quan có thẩm quyền
    [lead] thiếu đơn vị chủ trì
    [question] thiếu nội dung yêu cầu giải trình
    [answer] thiếu nội dung giải trình
   *[narrative] thiếu nội dung báo cáo
}
tasks-same-task-twice = mã nhiệm vụ “{ $task }” ghi hai lần; mỗi đơn vị một mã
tasks-same-lead-twice = đơn vị “{ $unit }” đã chủ trì việc này; mỗi đơn vị chỉ nhận một lần
tasks-assigner-leads = đơn vị giao việc “{ $unit }” không thể đồng thời chủ trì, vì người làm không tự xác nhận kết quả
tasks-empty-span = đoạn trích từ { $start } đến { $end } không có chữ nào
tasks-due-before-issue = hạn { $due } trước ngày giao { $on }; hãy ghi hạn sau ngày giao, hoặc ghi đúng ngày giao
tasks-only-lead = chỉ đơn vị chủ trì “{ $expected }” làm được việc này với nhiệm vụ “{ $task }”; đang thay mặt “{ $unit }”
tasks-only-assigner = chỉ đơn vị giao việc “{ $expected }” làm được việc này với nhiệm vụ “{ $task }”; đang thay mặt “{ $unit }”
tasks-doer-confirms = người làm không tự xác nhận nhiệm vụ “{ $task }”; đơn vị giao việc xác nhận
tasks-wrong-standing = { $standing ->
    [issued] nhiệm vụ “{ $task }” mới giao, chưa được tiếp nhận
    [accepted] nhiệm vụ “{ $task }” đang thực hiện
    [reported] nhiệm vụ “{ $task }” đã báo cáo xong, đang chờ xác nhận
    [returned] nhiệm vụ “{ $task }” đã bị trả lại
    [suspended] nhiệm vụ “{ $task }” đang tạm dừng; hãy cho tiếp tục trước
    [done] nhiệm vụ “{ $task }” đã được xác nhận hoàn thành
   *[cancelled] nhiệm vụ “{ $task }” đã bị hủy
}
tasks-percent-over = tiến độ { $percent } phần trăm là quá 100
tasks-done-below-hundred = báo cáo hoàn thành nhưng tiến độ là { $percent } phần trăm; hãy ghi 100, hoặc bỏ mục hoàn thành
tasks-done-without-evidence = báo cáo hoàn thành nhiệm vụ “{ $task }” phải kèm ít nhất một tệp sản phẩm
tasks-bad-hash = tệp “{ $file }” có mã băm “{ $hash }” không phải SHA-256 (64 chữ số 0-9, a-f)
tasks-occurrence-needed = nhiệm vụ “{ $task }” là việc định kỳ; hãy ghi kỳ thứ mấy
tasks-no-occurrences = nhiệm vụ “{ $task }” không phải việc định kỳ; hãy bỏ số kỳ
tasks-unknown-occurrence = nhiệm vụ “{ $task }” không có kỳ thứ { $occurrence }
tasks-nothing-reported = nhiệm vụ “{ $task }” chưa có báo cáo hoàn thành nào
tasks-nothing-to-extend = nhiệm vụ “{ $task }” không có hạn nên không gia hạn được
tasks-not-later = hạn mới { $asked } không sau hạn hiện nay { $due }
tasks-extension-after-due = hạn là { $due }, hôm nay là { $on }: quá hạn mới xin hoặc cho gia hạn thì phải nêu lý do chậm
tasks-request-pending = nhiệm vụ “{ $task }” có đề nghị gia hạn từ { $since } chưa được trả lời
tasks-no-request = nhiệm vụ “{ $task }” không có đề nghị gia hạn nào đang chờ
tasks-same-unit = đơn vị “{ $unit }” đang giữ nhiệm vụ này
tasks-not-late = nhiệm vụ “{ $task }” không chậm nên không cần lý do khách quan; nếu cần thêm thời gian, hãy xin gia hạn
tasks-no-claim = nhiệm vụ “{ $task }” không có lý do khách quan nào đang chờ xác nhận
tasks-doer-excuses = người làm không tự xác nhận lý do chậm của nhiệm vụ “{ $task }”
tasks-no-source-change = nhiệm vụ “{ $task }” không có dấu thay đổi nào do văn bản “{ $by }”
tasks-no-source = nhiệm vụ “{ $task }” không lấy từ văn bản nào
tasks-before-issue = nhiệm vụ “{ $task }” giao ngày { $issued }; không ghi được việc ngày { $on }
tasks-one-part = tách đề xuất “{ $proposal }” thì phải thành ít nhất hai phần
tasks-leaves-document = đề xuất lấy từ văn bản “{ $document }”; sửa hoặc tách phải giữ đoạn trích trong văn bản đó
tasks-outside-span = phần tách ra phải nằm trong đoạn trích gốc, từ { $start } đến { $end }
tasks-nothing-submitted = nhiệm vụ “{ $task }” không có báo cáo nào đang chờ thủ trưởng duyệt
tasks-author-approves = người viết không tự duyệt báo cáo của nhiệm vụ “{ $task }”
tasks-doer-demands = đơn vị thực hiện không tự yêu cầu giải trình về nhiệm vụ “{ $task }”
tasks-answer-by-past = hạn trả lời { $by } không sau lúc yêu cầu ({ $on })
tasks-no-demand = nhiệm vụ “{ $task }” không có yêu cầu giải trình nào đang chờ trả lời
tasks-risk-lead-abolished = đơn vị chủ trì “{ $unit }” không còn, chưa chuyển cho đơn vị kế thừa
tasks-risk-not-accepted = sau { $days } ngày làm việc vẫn chưa tiếp nhận
tasks-risk-no-progress = { $days } ngày không có tiến triển
tasks-risk-behind-time = tiến độ { $percent } phần trăm khi đã qua { $elapsed } phần trăm thời gian
tasks-risk-extensions-asked = đã xin gia hạn { $times } lần
tasks-risk-returned = báo cáo bị trả lại ngày { $on }, chưa nộp lại
tasks-risk-source-changed = văn bản giao việc đã thay đổi, chưa ai xem lại
