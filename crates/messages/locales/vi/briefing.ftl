# Báo cáo giao ban
briefing-as-of-outside-period = Không lập được báo cáo cho ngày { $given }: ngày chốt phải từ { $from } (ngày đầu kỳ) đến { $until }.
briefing-log-too-long = Sổ cái có { $given } bút toán, mã tra chỉ ghi được đến { $most }.
