city-no-such-unit = không có đơn vị “{ $unit }” trong danh mục
investment-fault-missing = phải có giá trị
investment-fault-nothing = không có dòng nào để ghi
investment-fault-unknown-project = chưa có dự án “{ $project }” trong sổ dự án; hãy nhập danh mục dự án trước
investment-fault-no-such-plan = chưa có kế hoạch “{ $plan }”
investment-fault-no-such-step = bảng bước giải phóng mặt bằng không có bước “{ $step }”
investment-fault-twice = “{ $project }” có hai lần
investment-fault-not-positive = { $amount }: số tiền phải lớn hơn 0
investment-fault-negative = { $amount }: số tiền không được âm
investment-fault-above-hundred = tỷ lệ phải từ 0 đến 100 %
investment-fault-part-above-whole = phần { $part } lớn hơn toàn bộ { $whole }
investment-fault-ends-before-begin = kết thúc { $to } trước khi bắt đầu { $from }
investment-fault-in-future = { $on } là ngày chưa đến
investment-fault-before-earlier-version = quyết định có ngày trước quyết định của phiên bản liền trước ({ $was })
investment-fault-corrected = ngày { $on } đã ghi { $was } đồng, nay là { $now } đồng; số liệu giảm hoặc sửa phải nêu lý do (--reason)
investment-fault-slip = { $given } đồng có vẻ lệch hàng chục: có phải { $expected } đồng? Sửa lại, hoặc xác nhận bằng --confirm nếu đúng
investment-imported-before = tệp “{ $file }” đã được nhập (mục { $entry }); không nhập hai lần

investment-check-stretch = Dự án { $project } (nhóm { $group }): bố trí vốn đến năm thứ { $seen }, chỉ được { $may } năm.
investment-check-medium-term = Dự án { $project }: các năm trong kỳ đã bố trí { $seen } đồng, vượt kế hoạch trung hạn { $may } đồng.
investment-check-no-policy = Dự án { $project }: được giao { $seen } đồng khi chưa có quyết định chủ trương đầu tư.
investment-check-no-approval = Dự án { $project }: được giao { $seen } đồng khi chưa có quyết định đầu tư.
investment-check-late-allocation = Kế hoạch được giao chậm { $seen } ngày so với hạn { $day }.
investment-check-above-total = Dự án { $project }: tổng vốn các năm { $seen } đồng, vượt tổng mức đầu tư { $may } đồng.
investment-check-unknown-project = Dự án { $project }: được giao { $seen } đồng nhưng không có trong sổ dự án.
investment-check-below-assigned = Nguồn { $source }: Thành phố phân bổ { $seen } đồng, thấp hơn { $may } đồng được Thủ tướng giao.
investment-check-settled = Dự án { $project }: được giao { $seen } đồng dù đã quyết toán ngày { $day }.
investment-check-settlement-late = Dự án { $project } (nhóm { $group }): quyết toán chậm { $seen } ngày so với hạn { $day }.
investment-check-basis = Căn cứ: { $citation }{ $known ->
    [recalled] {" "}(nhớ lại, chưa đối chiếu văn bản)
    [illustrative] {" "}(minh họa)
   *[seen] {""}
}
investment-check-silent = Chưa kiểm { $check }: chưa nhập căn cứ pháp lý.
investment-check-none = Không phát hiện sai sót nào trong các nội dung đã kiểm.
investment-check-head = Kế hoạch { $plan }, phiên bản { $version } ({ $act }, { $day }): { $count } phát hiện.
investment-check-name = { $check ->
    [stretch] thời gian bố trí vốn
    [medium-term] hạn mức trung hạn
    [no-policy] chủ trương đầu tư
    [no-approval] quyết định đầu tư
    [late-allocation] thời hạn giao kế hoạch
    [above-total] tổng mức đầu tư
    [unknown-project] dự án ngoài danh mục
    [below-assigned] phân bổ hết vốn được giao
    [settled] dự án đã quyết toán
   *[settlement-late] thời hạn quyết toán
}

investment-import-cell = { $place }, { $cell } (“{ $heading }”): { $what }
investment-import-row = { $place }, dòng { $row }: { $what }
investment-import-unknown-source = “{ $given }” không phải nguồn vốn đã biết; các nguồn: { $known }
investment-import-unknown-unit = “{ $given }” không rõ là đơn vị nào
investment-import-unknown-group = “{ $given }” không phải nhóm dự án; dùng A, B, C hoặc QTQG
investment-import-unknown-stage = “{ $given }” không phải giai đoạn; dùng: { $known }
investment-import-bad-id = “{ $given }” không phải mã: 1 đến 64 ký tự a-z, 0-9, “-”, “.”, “_”
investment-import-not-whole = “{ $given }” không ra số đồng nguyên; kiểm tra đơn vị tiền ({ $money })
investment-import-not-a-day = “{ $given }” không phải ngày
investment-import-no-as-of = bảng không có cột ngày; cho biết số liệu tính đến ngày nào bằng --as-of
investment-import-no-source = bảng không có cột nguồn vốn; cho biết nguồn bằng --source
investment-import-missing = không thấy cột: { $fields }. Các cột có: { $known }
investment-import-money = Đơn vị tiền: { $money }.
investment-import-columns = Cột: { $columns }.
investment-import-skipped = Bỏ qua { $count } dòng không phải số liệu (tổng cộng, tên mục).
investment-import-would = Sẽ nhập { $rows } dòng thành { $items } mục; chưa ghi gì.
investment-import-did = Đã nhập { $rows } dòng thành { $items } mục trong một bản ghi ({ $entry }).
investment-law-set = Đã ghi bảng căn cứ pháp lý ({ $entry }).
investment-money = { $money ->
    [dong] đồng
    [thousand] nghìn đồng
    [million] triệu đồng
   *[billion] tỷ đồng
}

investment-assigner = { $assigner ->
    [pm] kế hoạch Thủ tướng giao
   *[city] kế hoạch Thành phố giao
}
investment-system = { $system ->
    [treasury] Kho bạc
    [investor] chủ đầu tư
   *[national] hệ thống quốc gia
}
investment-stage = { $stage ->
    [proposal] Đề xuất
    [policy] Chủ trương đầu tư
    [approval] Quyết định đầu tư
    [design] Thiết kế, dự toán
    [tender] Lựa chọn nhà thầu
    [clearance] Giải phóng mặt bằng
    [construction] Thi công
    [handover] Nghiệm thu, bàn giao
   *[settlement] Quyết toán
}
investment-gate = { $gate ->
    [design] chưa duyệt thiết kế, dự toán
    [contract] chưa ký hợp đồng
    [site] chưa có mặt bằng
    [accepted] chưa nghiệm thu khối lượng
   *[paid] đã nghiệm thu, chưa thanh toán
}
investment-no-plan = Chưa có kế hoạch vốn năm { $year }.
investment-status-head = Tính đến { $day }, theo { $system }: đã giải ngân { $spent } / { $plan } = { $rate } { $denominator } (phiên bản { $version }, { $act }).
investment-status-row-head = Đơn vị
investment-status-plan = Kế hoạch
investment-status-spent = Đã giải ngân
investment-status-rate = Tỷ lệ
investment-status-projects = Dự án
investment-low-head = Đơn vị giải ngân thấp theo quy tắc: { $citation }
investment-low-row = { $unit }: { $rate } (toàn Thành phố { $city }){ $promised ->
    [none] {""}
   *[other] {"; "}đã cam kết { $promised }
}
investment-low-none = Không đơn vị nào giải ngân thấp theo quy tắc.
investment-low-no-rule = Chưa nhập quy tắc xác định đơn vị giải ngân thấp.
investment-mismatch-head = { $count } chỗ Kho bạc và chủ đầu tư không khớp:
investment-mismatch-row = { $project } ({ $source }), { $day }: Kho bạc { $treasury }, chủ đầu tư { $investor }
investment-holdup-head = Tiền chưa giải ngân { $unspent }, theo bước đầu tiên chưa qua:
investment-holdup-row = { $share } { $gate }: { $amount } ({ $projects } dự án)
investment-forecast-head = Dự báo từ cuối tháng { $month } của năm kế hoạch { $year }, còn { $left } tháng đến hạn 31/01; mẫu số là { $denominator } (phiên bản { $version }).
investment-forecast-row = { $name }: nay { $now }; cuối kỳ { $low } – { $high } (giữa { $median })
investment-forecast-cases = { $n } trường hợp tương tự kết thúc trong khoảng { $low } – { $high }
investment-forecast-opponents = theo nhịp năm trước { $profile }, bằng tỷ lệ năm trước { $rate }
investment-forecast-young = Chưa đủ hai năm trước để học; chỉ dựa vào các trường hợp tương tự, khoảng dự báo chưa được kiểm.
investment-forecast-none = Chưa đủ số liệu để dự báo: cần tháng đã báo cáo và các năm trước có kế hoạch, giải ngân.
investment-forecast-kept = Đã lưu dự báo để đối chiếu khi hết năm ({ $entry }).
investment-forecast-judged = Dự báo ngày { $day } của năm { $year }, cấp { $level }: { $n } trường hợp, sai số bình quân { $error }, { $within } nằm trong khoảng 80 %.
investment-forecast-calibration = Kiểm trên các năm trước: khoảng 80 % đúng { $cover } ({ $n } trường hợp): { $verdict ->
    [calibrated] đúng độ tin cậy
    [not_calibrated] CHƯA ĐÚNG ĐỘ TIN CẬY
   *[untested] chưa đủ để kiểm
}
investment-level = { $level ->
    [city] Toàn Thành phố
    [source] Nguồn vốn
    [unit] Đơn vị
   *[project] Dự án
}
investment-export-quality = Chất lượng số liệu: { $projects } dự án; đủ trường { $complete }; số liệu giải ngân mới nhất { $fresh }.
investment-exported = Đã ghi { $file }: { $count } dự án.
investment-no-such-project = không có dự án “{ $project }”
investment-import-not-in-package = thiếu hoặc không đọc được (“{ $given }”)
investment-fault-extended-too-far = { $until } muộn hơn mức luật cho phép: vốn năm kế hoạch này được kéo dài chậm nhất đến { $latest }
