# Việc làm trên trình duyệt: chuyên viên, đơn vị, thủ trưởng, văn phòng.
flow-work = Việc cần làm
flow-in-name-of = thay mặt { $it }
flow-nothing-to-do = Đơn vị không có việc gì phải làm với nhiệm vụ này lúc này.
flow-accept = Tiếp nhận nhiệm vụ
flow-report = Báo cáo tiến độ, kết quả
flow-narrative = Nội dung báo cáo
flow-percent = Tiến độ (%)
flow-says-done = Đã hoàn thành, đề nghị xác nhận
flow-files = Tệp minh chứng
flow-files-help = PDF, Word, Excel, ảnh, văn bản; mỗi tệp tối đa 64 MB; kéo tệp thả vào đây
flow-files-kept = Tệp đã gửi lên, không phải chọn lại
flow-send-report = Gửi báo cáo
flow-submit = Trình thủ trưởng duyệt
flow-needs-head = Báo cáo của đơn vị được thủ trưởng duyệt rồi mới gửi đi.
flow-submitted = Báo cáo chờ thủ trưởng duyệt
flow-approve = Duyệt và gửi
flow-decline = Chưa duyệt
flow-decline-reason = Cần bổ sung gì
flow-declined = Thủ trưởng chưa duyệt báo cáo
flow-confirm-title = Đơn vị báo cáo đã hoàn thành
flow-confirm-note = Ý kiến (bắt buộc khi trả lại)
flow-confirm = Xác nhận hoàn thành
flow-return = Trả lại
flow-extension = Xin gia hạn
flow-until = Đến ngày
flow-reason = Lý do
flow-why-late = Vì sao quá hạn mới xin hoặc cho gia hạn
flow-ask = Gửi đề nghị
flow-asked-until = Đơn vị xin gia hạn đến { $it }
flow-extend = Gia hạn
flow-instrument = Căn cứ: số, ngày văn bản
flow-allowed-by = Người cho phép
flow-allow = Cho gia hạn
flow-refuse = Không gia hạn
flow-excuse = Nêu lý do khách quan của việc chậm
flow-claim = Gửi lý do
flow-excuse-waits = Lý do khách quan chờ xác nhận
flow-authority = Cơ quan, người có thẩm quyền xác nhận
flow-refusal-reason = Lý do không xác nhận
flow-excused = Ghi nhận lý do khách quan
flow-not-excused = Không ghi nhận
flow-demand = Yêu cầu giải trình
flow-question = Nội dung cần giải trình
flow-answer-by = Trả lời trước ngày
flow-demanded-by = { $it } yêu cầu giải trình
flow-answer-until = trả lời trước { $it }
flow-answer = Nội dung giải trình
flow-explain = Gửi giải trình
flow-more = Việc khác: đưa vào giao ban, tạm dừng, hủy
flow-agenda = Đưa vào chương trình giao ban
flow-suspend = Tạm dừng
flow-suspend-reason = Lý do tạm dừng
flow-resume = Cho tiếp tục
flow-cancel = Hủy nhiệm vụ
flow-cancel-reason = Lý do hủy
flow-which-occurrence = Kỳ
flow-occurrence = kỳ { $n }, hạn { $it }
flow-bad-day = “{ $it }” không phải là ngày; hãy chọn ngày
flow-bad-percent = “{ $it }” không phải là tiến độ; ghi số nguyên từ 0 đến 100
flow-no-report = không có báo cáo này; hãy mở lại trang
flow-stale = Trong lúc bạn viết, nhiệm vụ đã thay đổi. Chưa có gì được gửi; nội dung bạn viết vẫn còn dưới đây. Hãy xem thay đổi rồi gửi lại.
flow-stale-news = Thay đổi từ khi bạn mở trang
flow-did = { $it ->
    [accept] Đã tiếp nhận nhiệm vụ.
    [report] Đã ghi báo cáo.
    [extension] Đã gửi đề nghị gia hạn.
    [excuse] Đã gửi lý do khách quan.
    [explain] Đã gửi giải trình.
    [approve] Đã duyệt và gửi báo cáo.
    [decline] Đã trả báo cáo để bổ sung.
    [confirm] Đã xác nhận hoàn thành.
    [return] Đã trả lại báo cáo.
    [extend] Đã trả lời đề nghị gia hạn.
    [excused] Đã trả lời lý do khách quan.
    [demand] Đã yêu cầu giải trình.
    [suspend] Đã tạm dừng.
    [resume] Đã cho tiếp tục.
    [agenda] Đã đưa vào chương trình giao ban.
   *[cancel] Đã hủy nhiệm vụ.
}
flow-file-empty = tệp “{ $it }” trống
flow-file-page = tệp “{ $it }” là trang web (HTML, SVG), không nhận làm minh chứng; hãy lưu thành PDF
flow-file-program = tệp “{ $it }” là chương trình, không nhận làm minh chứng
flow-file-unknown = tệp “{ $it }” không rõ loại; hãy gửi PDF, Word, Excel, ảnh hoặc văn bản
flow-file-misnamed = tệp “{ $it }” có đuôi khác với nội dung; hãy mở và lưu lại đúng loại
flow-file-too-many = nhiều hơn { $n } tệp; hãy gộp vào một tệp nén
flow-my = Việc của tôi
flow-my-none = Không có việc nào đang chờ đơn vị.
flow-inbox = Văn bản đến
flow-inbox-do = Thả văn bản vào đây
flow-import-do = Nhập bảng theo dõi
flow-document-waits = { $it }: { $n } đề xuất chờ xử lý
flow-all-of-them = Xem cả { $n } nhiệm vụ
flow-call-explain = Phải giải trình
flow-call-approve = Báo cáo chờ duyệt
flow-call-redo = Báo cáo phải làm lại
flow-call-accept = Chờ tiếp nhận
flow-call-confirm = Chờ xác nhận hoàn thành
flow-call-extend = Xin gia hạn
flow-call-excuse = Lý do khách quan chờ xác nhận
flow-save-as = Lưu danh sách:
flow-col-task = Mã nhiệm vụ
flow-col-text = Nội dung nhiệm vụ
flow-col-document = Văn bản
flow-col-issued = Ngày giao
flow-col-reported = Ngày báo cáo gần nhất
flow-note-demand = Yêu cầu giải trình
flow-note-until = trả lời trước { $it }
flow-my-assigned = Nhiệm vụ đơn vị đã giao
flow-my-assigned-late = Chậm trong số đã giao
