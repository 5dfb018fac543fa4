# Trang nhập bảng theo dõi
sheet-title = Nhập bảng theo dõi
sheet-lead = Bảng XLSX hoặc CSV như cơ quan đang dùng. Hệ thống đề xuất cột nào là gì, cho xem trước; chưa ghi gì cho đến khi bạn đồng ý.
sheet-kind = Bảng gì
sheet-kind-is = { $it ->
    [reports] Báo cáo tiến độ nhiệm vụ
   *[tasks] Nhiệm vụ cần giao
}
sheet-file = Tệp bảng
sheet-file-help = XLSX hoặc CSV (UTF-8), tối đa 32 MB; kéo tệp thả vào đây
sheet-read = Đọc bảng
sheet-no-file = hãy chọn một tệp có nội dung
sheet-imports = Bảng đã nhập
sheet-imports-none = Chưa nhập bảng nào.
sheet-tasks-issued = { $n } nhiệm vụ đã giao
sheet-rows-reported = { $n } báo cáo
sheet-undone = Đã hủy việc nhập
sheet-undo = Hủy việc nhập
sheet-undo-reason = Lý do
sheet-undo-do = Hủy các nhiệm vụ đã nhập
sheet-no-reason = hãy ghi lý do
sheet-did = { $it ->
    [undo] Đã hủy việc nhập; các nhiệm vụ của bảng đã được hủy.
   *[import] Đã nhập bảng.
}
sheet-table-title = Xem trước { $it }
sheet-table-lead = Xem cột nào là gì, sửa nếu sai, rồi nhập. Cách chọn cột được nhớ cho lần sau.
sheet-columns = Cột nào là gì
sheet-sheet = Trang tính
sheet-needed = bắt buộc
sheet-no-column = (không có cột)
sheet-look = Hãy xem lại.
sheet-field = { $it ->
    [text] Nội dung
    [lead] Đơn vị chủ trì
    [product] Sản phẩm
    [due] Thời hạn
    [coordinate] Đơn vị phối hợp
    [issued] Ngày giao
    [task] Mã nhiệm vụ
    [percent] Tiến độ
    [on] Ngày báo cáo
   *[other] { $it }
}
sheet-why-heading = Theo tiêu đề cột.
sheet-why-content = Theo nội dung các ô.
sheet-why-remembered = Như lần nhập trước.
sheet-product = Sản phẩm cho mọi dòng (bảng không có cột sản phẩm)
sheet-again = Xem lại theo lựa chọn này
sheet-problems = { $n } chỗ cần sửa
sheet-problems-help = Sửa trong bảng rồi thả lại, hoặc đánh dấu để bỏ dòng đó ra ngoài. Còn chỗ sai thì chưa nhập dòng nào.
sheet-col-cell = Ô
sheet-col-heading = Cột
sheet-col-given = Đang ghi
sheet-col-problem = Sai gì, đúng là gì
sheet-col-leave = Bỏ dòng
sheet-leave-row = Bỏ dòng { $n }
sheet-leave-do = Bỏ các dòng đã đánh dấu
sheet-good = { $n } dòng hợp lệ
sheet-do = Nhập { $n } dòng
sheet-not-yet = Chưa nhập dòng nào: còn chỗ cần sửa dưới đây.
sheet-col-row = Dòng
sheet-col-text = Nội dung
sheet-col-units = Đơn vị, nhiệm vụ
sheet-col-more = Sản phẩm, thời hạn, tiến độ
sheet-more-units = và { $n } đơn vị khác
sheet-skipped = { $n } dòng không phải dữ liệu (đề mục, tổng cộng, đã bỏ)
sheet-not-yet-day = ngày { $given } chưa đến; ghi ngày đã giao hoặc đã báo cáo
sheet-denied = bạn không có thẩm quyền: { $it }
