# Báo cáo giao ban
briefing-as-of-outside-period = Không lập được báo cáo cho ngày { $given }: ngày chốt phải từ { $from } (ngày đầu kỳ) đến { $until }.
briefing-log-too-long = Sổ cái có { $given } bút toán, mã tra chỉ ghi được đến { $most }.
briefing-receipt-length = Mã tra phải có { $needed } ký tự (không kể dấu nối và khoảng trắng), mã này có { $given }.
briefing-receipt-character = Không mã tra nào có ký tự “{ $given }” (vị trí { $place }): chỉ dùng chữ số và các chữ A–Z, trừ U.
briefing-receipt-checksum = Mã tra bị gõ sai một ký tự hoặc đổi chỗ hai ký tự: hãy so lại với bản in.
briefing-receipt-unknown = Mã tra có dạng mà chương trình này không biết: có thể do phiên bản mới hơn in ra.
briefing-bad-period = “{ $given }” không phải là kỳ báo cáo: ghi 2024, 2024-H1, 2024-Q3 hoặc 2024-09, năm từ { $first } đến { $last }.
