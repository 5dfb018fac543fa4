# Văn phòng: bảng tổng hợp, danh sách lưu lại, làm nhiều việc cùng lúc
office-nav = Tổng hợp
office-board = Tổng hợp tình hình
office-ways = Xem theo
office-by = { $it ->
    [unit] Đơn vị chủ trì
    [leader] Thủ trưởng
    [document] Văn bản
    [field] Lĩnh vực
   *[assigner] Đơn vị giao
}
office-none = Chưa có nhiệm vụ nào để tổng hợp theo cách này.
office-headless = { $it } (chưa rõ thủ trưởng)
office-col-name = Tên
office-bad-by = không tổng hợp theo “{ $it }” được
office-bad-leader = không có người “{ $it }”
office-by-leader-is = Thủ trưởng: { $it }
office-by-assigner-is = Đơn vị giao: { $it }
office-views = Danh sách đã lưu:
office-view-save = Lưu danh sách này
office-view-name = Tên danh sách
office-view-do = Lưu
office-view-remove = Bỏ danh sách
office-view-unnamed = hãy đặt tên cho danh sách
office-view-too-many = đã có 50 danh sách; hãy bỏ bớt
office-tick = Chọn { $it }
office-bulk = Xử lý nhiều nhiệm vụ
office-bulk-ticked = Xử lý các nhiệm vụ đã chọn
office-bulk-all = Xử lý cả danh sách
office-bulk-lead = Đôn đốc, yêu cầu giải trình hoặc đưa vào giao ban, một lần cho tất cả nhiệm vụ được chọn. Một nhiệm vụ không được thì chưa gửi cái nào.
office-urge = Đôn đốc
office-urge-note = Lời nhắc (không bắt buộc)
office-urge-help = Mỗi đơn vị nhận một thông báo cho tất cả nhiệm vụ của mình trong danh sách; việc đôn đốc được ghi vào từng nhiệm vụ.
office-bulk-none = Chưa chọn nhiệm vụ nào.
office-bulk-no-question = hãy ghi nội dung cần giải trình
office-bulk-refused = Chưa gửi gì: các nhiệm vụ dưới đây không nhận được yêu cầu này; hãy bỏ chọn chúng rồi gửi lại.
office-bulk-cut = Nhiều hơn { $n } nhiệm vụ; chỉ lấy { $n } nhiệm vụ đầu.
office-did = { $it ->
    [urged] Đã đôn đốc; mỗi đơn vị nhận một thông báo.
    [agenda] Đã đưa các nhiệm vụ vào chương trình giao ban.
   *[demands] Đã gửi yêu cầu giải trình.
}
office-field = { $it ->
    [clearance] Giải phóng mặt bằng
    [disbursement] Giải ngân vốn đầu tư công
    [procedures] Thủ tục hành chính
    [digital] Chuyển đổi số
    [discipline] Kỷ luật, kỷ cương
    [general] Việc chung
   *[other] { "" }
}
flow-field = Lĩnh vực
flow-field-help = Chọn lĩnh vực đã có hoặc gõ lĩnh vực mới; để trống cũng được.
