# Webhook

webhooks = Webhook
webhook-lead = Báo cho hệ thống khác mỗi khi có bút toán mới trong sổ: đúng thứ tự, ít nhất một lần, không bỏ sót. Tin báo không có nội dung và không có tên người.
webhook-made = Khóa ký cho { $it } chỉ hiện một lần; hãy lưu ngay:
webhook-none = Chưa có webhook nào.
webhook-url = Địa chỉ nhận
webhook-kinds = Loại bút toán
webhook-kinds-help = Loại bút toán, ví dụ “task. meeting.”; để trống là tất cả
webhook-all-kinds = tất cả
webhook-from-beginning = Báo cả những bút toán đã có từ đầu
webhook-left = Còn lại
webhook-behind = { $n } bút toán chưa báo
webhook-last = Trả lời gần nhất
webhook-on = đang báo
webhook-off = đang dừng
webhook-failing = không gửi được từ { $it }.
webhook-next = Gửi lại lúc { $it }.
webhook-new = Thêm webhook
webhook-switch-on = Báo tiếp
webhook-switch-off = Dừng
webhook-remove = Xóa
webhook-bad-address = Địa chỉ phải bắt đầu bằng https://, ví dụ https://vi-du.gov.vn/nhan-tin.
webhook-bad-kind = Loại bút toán chỉ gồm chữ thường, dấu gạch dưới và dấu chấm, ví dụ “task.”.
webhook-too-many = Đã có quá nhiều webhook; hãy xóa bớt.
