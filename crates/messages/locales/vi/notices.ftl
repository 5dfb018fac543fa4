# Thông báo gửi cho người giữ vị trí; mỗi câu nói về một nhiệm vụ.
notices-issued = Đơn vị được giao nhiệm vụ
notices-issued-with = Đơn vị được giao phối hợp
notices-transferred = Nhiệm vụ được chuyển đến đơn vị
notices-reported = Có báo cáo tiến độ
notices-reported-done = Báo cáo hoàn thành, chờ xác nhận
notices-returned = Báo cáo bị trả lại
notices-confirmed = Đã được xác nhận hoàn thành
notices-extension-requested = Đơn vị xin gia hạn
notices-extended = Được gia hạn
notices-extension-refused = Không được gia hạn
notices-deadline-moved = Thời hạn thay đổi theo lịch
notices-due-soon = Sắp đến hạn: { $due } (còn { $days } ngày làm việc)
notices-due-today = Đến hạn hôm nay, { $due }
notices-late = Quá hạn { $days } ngày làm việc (hạn { $due })
notices-urged = { $tasks ->
    [1] Văn phòng đôn đốc nhiệm vụ
   *[other] Văn phòng đôn đốc { $tasks } nhiệm vụ của đơn vị
}
notices-on-agenda = Đưa vào chương trình giao ban
notices-suspended = Tạm dừng tính thời hạn
notices-resumed = Tính tiếp thời hạn
notices-cancelled = Nhiệm vụ được hủy
notices-source-changed = Văn bản gốc đã thay đổi
notices-excuse-claimed = Đơn vị nêu lý do khách quan
notices-excused = Lý do khách quan được chấp nhận
notices-excuse-refused = Lý do khách quan không được chấp nhận
notices-digest = { $count } thông báo về nhiệm vụ
notices-mute = Không nhận thư về nhiệm vụ này nữa:
notices-change = Chọn thông báo muốn nhận:
notices-explanation-demanded = Phải giải trình
notices-explained = Đơn vị đã giải trình
notices-report-submitted = Báo cáo chờ thủ trưởng duyệt
notices-report-declined = Thủ trưởng chưa duyệt báo cáo
