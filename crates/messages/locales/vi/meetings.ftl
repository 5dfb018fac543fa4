# Vì sao một yêu cầu về hội nghị giao ban bị từ chối.
meetings-unknown-meeting = không có hội nghị “{ $meeting }”
meetings-unknown-conclusion = hội nghị “{ $meeting }” không có kết luận số { $number }
meetings-unknown-place = hội nghị “{ $meeting }” không có điểm cầu thứ { $place }
meetings-missing = { $what ->
    [title] thiếu tên hội nghị
    [place] thiếu nơi họp: hãy ghi ít nhất hội trường
    [item] một mục của chương trình chưa có nội dung
    [name] thiếu tên người dự
    [instrument] thiếu văn bản ủy quyền: hãy ghi số và ngày
    [text] thiếu nội dung kết luận
    [lead] thiếu đơn vị chủ trì: hãy chọn đơn vị, hoặc ghi kết luận này là không giao việc
    [product] thiếu sản phẩm: hãy ghi rõ đơn vị phải nộp cái gì
   *[reason] thiếu lý do
}
meetings-period-backwards = kỳ họp kết thúc ngày { $to }, trước ngày bắt đầu { $from }
meetings-wrong-standing = { $standing ->
    [scheduled] hội nghị “{ $meeting }” chưa khai mạc
    [open] hội nghị “{ $meeting }” đang họp; người chủ trì ký kết luận trước rồi mới bế mạc
    [signed-off] kết luận của hội nghị “{ $meeting }” đã được ký
   *[closed] hội nghị “{ $meeting }” đã bế mạc
}
meetings-not-open = { $standing ->
    [scheduled] hội nghị “{ $meeting }” chưa khai mạc; chỉ ghi kết luận trong khi họp
    [signed-off] kết luận của hội nghị “{ $meeting }” đã được ký; thay đổi bằng một kết luận mới ở hội nghị sau
   *[closed] hội nghị “{ $meeting }” đã bế mạc; thay đổi bằng một kết luận mới ở hội nghị sau
}
meetings-only-chair = chỉ người chủ trì (“{ $chair }”) làm được việc này ở hội nghị “{ $meeting }”
meetings-agenda-changed = chương trình hội nghị “{ $meeting }” vừa được sửa (bản { $revision }); hãy xem bản mới rồi sửa tiếp
meetings-conclusion-changed = kết luận { $number } vừa được người khác sửa thành “{ $theirs }”; nội dung của bạn là “{ $yours }”: hãy ghép hai bản rồi lưu lại
meetings-was-withdrawn = kết luận { $number } đã được rút; hãy ghi một kết luận mới
meetings-same-lead-twice = đơn vị “{ $unit }” ghi hai lần trong một kết luận
meetings-chair-leads = đơn vị chủ trì hội nghị “{ $unit }” giao và xác nhận việc nên không thể đồng thời chủ trì thực hiện
meetings-nothing-concluded = hội nghị “{ $meeting }” chưa có kết luận nào để ký
meetings-signed-other = kết luận của hội nghị “{ $meeting }” vừa thay đổi; hãy đọc lại rồi ký
