service-index-title = Bộ chỉ số phục vụ người dân, doanh nghiệp (Quyết định 766/QĐ-TTg)
service-index-link = Bộ chỉ số 766
service-index-lead = Các nhóm đo được: { $it } trên { $also } điểm. Nhóm chưa có dữ liệu không được tính và không quy đổi lên 100.
service-index-nothing = Chưa có dữ liệu nào để đo.
service-index-col-group = Nhóm
service-index-col-points = Điểm
service-index-col-most = Tối đa
service-index-col-what = Đếm gì
service-index-group = { $it ->
    [transparency] Công khai, minh bạch
    [progress] Tiến độ, kết quả giải quyết
    [online] Dịch vụ trực tuyến
    [payment] Thanh toán trực tuyến
    [digitisation] Số hóa hồ sơ
   *[satisfaction] Mức độ hài lòng
}
service-index-counts = { $it ->
    [transparency] thủ tục đã công khai đủ căn cứ, thời hạn, các bước, thành phần hồ sơ, người quyết định
    [progress] hồ sơ đã xong đúng hạn trong kỳ đánh giá gần nhất của từng thủ tục
   *[online] thủ tục cung cấp trực tuyến toàn trình
}
service-index-lacks = { $it ->
    [transparency] danh mục chưa có thủ tục nào
    [progress] chưa kỳ nào được đánh giá
    [online] danh mục chưa có thủ tục nào
    [payment] chưa có dữ liệu thanh toán
    [digitisation] chưa có dữ liệu số hóa hồ sơ, kết quả
   *[satisfaction] chưa có đánh giá của người dân, doanh nghiệp
}
service-index-not-measured = chưa đo
service-index-remainder = { $it } (phần còn lại)
service-index-more = và { $n } mục khác
service-index-method = Điểm tối đa của từng nhóm theo báo chí về Hà Nội, tháng 3/2025; của nhóm số hóa là phần còn lại của 100. Phụ lục công thức của Quyết định chưa được đối chiếu: ở đây điểm bằng điểm tối đa nhân tỷ lệ đạt. Đây không phải điểm chính thức trên Cổng Dịch vụ công quốc gia.
service-index-line = { $name }: { $points } / { $most } điểm ({ $what }: { $good } / { $all })
