# Lịch làm việc: lời từ chối, diễn giải thời hạn, căn cứ.

## Bảng dữ liệu

calendar-table-hours-unreadable = không đọc được tệp giờ làm việc: { $detail }
calendar-table-hours-no-weekday = giờ làm việc từ { $from }: chưa nêu ngày làm việc nào trong tuần; cần ít nhất một ngày
calendar-table-hours-no-shift = giờ làm việc từ { $from }: chưa nêu ca làm việc nào; cần ít nhất một cặp giờ bắt đầu và kết thúc
calendar-table-hours-shift-order = giờ làm việc từ { $from }: các ca phải theo thứ tự, không chồng nhau, tròn phút, kết thúc sau khi bắt đầu
calendar-table-no-hours = tệp giờ làm việc chưa có mục [[hours]] nào
calendar-table-day-unreadable = bảng ngày nghỉ, dòng { $line }: { $detail }; cần đủ cột date, kind, name_vi, source, confidence
calendar-table-day-twice = bảng ngày nghỉ, dòng { $line }: ngày { $date } đã có ở dòng trước
calendar-table-no-source = bảng ngày nghỉ, dòng { $line }: ngày { $date } chưa có nguồn; ghi số, ngày văn bản hoặc địa chỉ

## Cụm từ chỉ thời hạn

calendar-rule-empty = chưa có cụm từ chỉ thời hạn; ví dụ: 10 ngày làm việc, trước ngày 25 hằng tháng, quý III/2024
calendar-rule-no-time = không thấy thời hạn trong “{ $text }”; ví dụ đúng: 10 ngày làm việc, trước ngày 25 hằng tháng, quý III/2024
calendar-rule-not-understood = không hiểu “{ $words }” (từ ký tự thứ { $at }); ghi thời hạn như: 10 ngày làm việc, trước ngày 20/9/2024, hằng quý trước ngày 20
calendar-rule-no-such-day = không có ngày { $words }; kiểm tra lại ngày, tháng, năm
calendar-rule-out-of-range = “{ $words }” ngoài phạm vi; đúng là: { $range }
calendar-rule-no-year = “{ $words }” thiếu năm và không biết ngày của văn bản; ghi thêm năm
calendar-rule-two = có hai thời hạn: { $first } và { $second }; tách thành hai nhiệm vụ hoặc chọn một
calendar-rule-day-without-month = “ngày { $day }” thiếu tháng; ghi ngày { $day }/tháng/năm hoặc ngày { $day } hằng tháng
calendar-rule-too-long = { $count } là quá dài; nhiều nhất { $most }
calendar-rule-zero = thời hạn bằng không; ghi ít nhất 1

## Không tính được hạn

calendar-deadline-standing = nhiệm vụ thường xuyên không có ngày đến hạn; đặt kỳ báo cáo nếu cần theo dõi
calendar-deadline-still-suspended = thời hạn đang tạm dừng từ { $since } ({ $reason }); chưa tính được cho đến khi tiếp tục
calendar-deadline-outside-years = ngày { $day } ngoài các năm có lịch (1900 đến 2199)
calendar-deadline-no-working-days = lịch không có ngày làm việc nào trong một năm kể từ { $from }
calendar-deadline-too-long = { $count } là quá dài; nhiều nhất 36525

## Diễn giải

calendar-weekday = { $weekday ->
        [mon] thứ Hai
        [tue] thứ Ba
        [wed] thứ Tư
        [thu] thứ Năm
        [fri] thứ Sáu
        [sat] thứ Bảy
       *[sun] Chủ nhật
    }
calendar-weekday-last = { $lastweekday ->
        [mon] thứ Hai
        [tue] thứ Ba
        [wed] thứ Tư
        [thu] thứ Năm
        [fri] thứ Sáu
        [sat] thứ Bảy
       *[sun] Chủ nhật
    }
calendar-weekday-to = { $toweekday ->
        [mon] thứ Hai
        [tue] thứ Ba
        [wed] thứ Tư
        [thu] thứ Năm
        [fri] thứ Sáu
        [sat] thứ Bảy
       *[sun] Chủ nhật
    }
calendar-why = { $why ->
        [first-day] ngày đầu của thời hạn
        [calendar-day] tính theo ngày lịch
        [suspended] tạm dừng: { $name }
       *[working] ngày làm việc
        [swap-working-day] { $name }
        [weekly-rest] nghỉ hằng tuần
        [public-holiday] nghỉ lễ: { $name }
        [day-off-in-lieu] { $name }
        [swap-day-off] { $name }
    }
calendar-basis = { $basis ->
        [computed] ; tính theo luật, chưa có thông báo
        [unsure] ; nguồn cần kiểm tra lại
       *[sure] { "" }
    }
calendar-recalled = theo trí nhớ, chưa đối chiếu

calendar-step-begins = Bắt đầu { calendar-weekday }, { $day }, { $time }
calendar-step-names = “{ $phrase }” là { calendar-weekday }, { $day }
calendar-step-read-by = “Trước ngày” được hiểu là chậm nhất hết ngày đó ({ $source })
calendar-step-read-before = “Trước” được hiểu là xong trước khi ngày, kỳ đó bắt đầu ({ $source })
calendar-step-day-not-counted = { calendar-weekday }, { $first }: không tính, { calendar-why }{ calendar-basis }
calendar-step-days-not-counted = { calendar-weekday }, { $first } đến { calendar-weekday-last }, { $last }: không tính, { calendar-why }{ calendar-basis }
calendar-step-day-counted = { calendar-weekday }, { $first }: ngày thứ { $number }, { calendar-why }{ calendar-basis }
calendar-step-days-counted = { calendar-weekday }, { $first } đến { calendar-weekday-last }, { $last }: ngày thứ { $number } đến { $lastnumber }, { calendar-why }{ calendar-basis }
calendar-step-day-minutes = { calendar-weekday }, { $first }: { $length }, { calendar-why }{ calendar-basis }
calendar-step-days-minutes = { calendar-weekday }, { $first } đến { calendar-weekday-last }, { $last }: mỗi ngày { $length }, { calendar-why }{ calendar-basis }
calendar-step-corresponds = Ngày tương ứng là { calendar-weekday }, { $day }
calendar-step-corresponds-clamped = Tháng cuối không có ngày tương ứng, nên là ngày cuối tháng: { calendar-weekday }, { $day }
calendar-step-extended = Cộng { $days } ngày tạm dừng: đến { $day }
calendar-step-moves = { calendar-weekday }, { $from } là ngày nghỉ ({ calendar-why }), nên chuyển sang ngày làm việc tiếp theo: { calendar-weekday-to }, { $to }
calendar-step-stays = { calendar-weekday }, { $day } là ngày nghỉ ({ calendar-why }), nhưng hạn không chuyển
calendar-step-suspension-ignored = Việc tạm dừng ({ $reason }) không dời ngày do văn bản ấn định; muốn dời phải gia hạn
calendar-step-ends = Hạn: { $time }, { calendar-weekday }, { $day }

## Căn cứ

calendar-provision-civil-144 = Bộ luật Dân sự 91/2015/QH13, Điều 144
calendar-provision-civil-146-2 = Bộ luật Dân sự 91/2015/QH13, khoản 2 Điều 146
calendar-provision-civil-146-3 = Bộ luật Dân sự 91/2015/QH13, khoản 3 Điều 146
calendar-provision-civil-147-1 = Bộ luật Dân sự 91/2015/QH13, khoản 1 Điều 147
calendar-provision-civil-147-2 = Bộ luật Dân sự 91/2015/QH13, khoản 2 Điều 147
calendar-provision-civil-148-1 = Bộ luật Dân sự 91/2015/QH13, khoản 1 Điều 148
calendar-provision-civil-148-2 = Bộ luật Dân sự 91/2015/QH13, khoản 2 Điều 148
calendar-provision-civil-148-3 = Bộ luật Dân sự 91/2015/QH13, khoản 3 Điều 148
calendar-provision-civil-148-4 = Bộ luật Dân sự 91/2015/QH13, khoản 4 Điều 148
calendar-provision-civil-148-5 = Bộ luật Dân sự 91/2015/QH13, khoản 5 Điều 148
calendar-provision-civil-148-6 = Bộ luật Dân sự 91/2015/QH13, khoản 6 Điều 148
calendar-provision-labour-111-1 = Bộ luật Lao động 45/2019/QH14, khoản 1 Điều 111
calendar-provision-labour-111-3 = Bộ luật Lao động 45/2019/QH14, khoản 3 Điều 111
calendar-provision-labour-112 = Bộ luật Lao động 45/2019/QH14, Điều 112
calendar-provision-labour-2012-115 = Bộ luật Lao động 10/2012/QH13, Điều 115
calendar-provision-culture-day = Nghị quyết 80-NQ/TW của Bộ Chính trị (chưa thấy văn bản thi hành)
calendar-provision-office-week = tuần làm việc 40 giờ, Quyết định 188/1999/QĐ-TTg
calendar-provision-announced = { $source }
calendar-provision-document = lời văn của văn bản giao việc
calendar-provision-setting = thiết lập của địa phương: { $source }
calendar-provision-suspension = quyết định tạm dừng thời hạn
