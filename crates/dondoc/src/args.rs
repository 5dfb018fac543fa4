//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dondoc_messages::Lang;
use jiff::civil::{Date, DateTime};

/// Đôn Đốc: theo việc đến cùng / follows a government's promises through until
/// they are done.
#[derive(Debug, Parser)]
#[command(
    name = "dondoc",
    version,
    after_help = "\
Exit codes: 0 done; 1 something failed (disk, port, program); 2 the command was
not understood; 3 refused: the input or the act is not acceptable, and the
message says what would be; 4 the ledger or a proof does not verify.

Example: dondoc demo"
)]
pub(crate) struct Cli {
    /// Ngôn ngữ của thông báo / language of messages: vi, en.
    #[arg(long, global = true, default_value = "vi", env = "DONDOC_LANG")]
    pub(crate) lang: Lang,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Dựng thành phố mẫu, lập báo cáo giao ban, mở trang / build the demo city, write its briefing, serve it.
    #[command(after_help = "Example: dondoc demo --port 8080")]
    Demo(Demo),
    /// Lập thư mục dữ liệu mới, trống / make a new, empty city.
    #[command(after_help = "Example: dondoc init --data ./hanoi --jurisdiction hanoi")]
    Init(Init),
    /// Đọc văn bản: thể thức, viện dẫn, nhiệm vụ, thời hạn, chỉ tiêu / read documents.
    #[command(after_help = "\
Examples: dondoc read chi-thi.docx
          dondoc read van-ban/*.txt --out kq/        (one kq/<stem>.json each)
          dondoc read ke-hoach.pdf --format akn > ke-hoach.xml")]
    Read(Read),
    /// Tính thời hạn và chứng minh từng ngày / compute a deadline and prove each day.
    #[command(after_help = "\
Examples: dondoc deadline \"10 ngày làm việc\" --from 2024-02-05T09:00
          dondoc deadline \"trước ngày 25 hằng tháng\" --from 2024-09-01T08:00 --json")]
    Deadline(Deadline),
    /// Nhập đơn vị, người, văn bản, nhiệm vụ, báo cáo / import units, people, documents, tasks, reports.
    #[command(after_help = "\
Examples: dondoc import document chi-thi-24.docx --data ./hanoi
          dondoc import tasks theo-doi.xlsx --data ./hanoi --mapping cot.toml
A file with one bad row imports nothing; each bad cell is named.")]
    Import(Import),
    /// Xuất gói trả lời cho hệ thống văn bản / make what goes to other systems.
    #[command(subcommand)]
    Export(Exports),
    /// Giao nhiệm vụ: từ đề xuất của văn bản hoặc trực tiếp / issue a task.
    #[command(after_help = "\
Examples: dondoc issue --data ./hanoi --proposal 24-ct-tu.2023.p3 --to \"Sở Nội vụ\" --product \"Báo cáo\" --due \"30/9/2024\"
          dondoc issue --data ./hanoi --text \"Rà soát ...\" --to \"các quận, huyện, thị xã\" --product \"Báo cáo\" --due \"quý III/2024\"")]
    Issue(Issue),
    /// Đơn vị báo cáo tiến độ, kèm minh chứng / report on a task with evidence.
    #[command(
        after_help = "Example: dondoc report nv-000012 --data ./hanoi --percent 100 --done --text \"Đã ban hành\" --evidence qd.pdf"
    )]
    Report(Report),
    /// Bên giao xác nhận hoàn thành / the assigner confirms that a task is done.
    #[command(after_help = "Example: dondoc confirm nv-000012 --data ./hanoi")]
    Confirm(Confirm),
    /// Gia hạn; thời hạn gốc được giữ bên cạnh / extend a task; its original deadline stays beside the new one.
    #[command(
        after_help = "Example: dondoc extend nv-000012 --data ./hanoi --to \"31/10/2024\" --reason \"...\" --instrument \"CV 123/UBND-TH\""
    )]
    Extend(Extend),
    /// Nhắc việc đến hạn hôm nay, mỗi bậc một lần / fire the reminders due today, each rung once.
    #[command(
        after_help = "Example: dondoc remind --data ./hanoi      (once a working day, e.g. from a timer)"
    )]
    Remind(Remind),
    /// Lập báo cáo giao ban ở mọi dạng / compile the briefing in all forms.
    #[command(
        after_help = "Example: dondoc briefing --data ./hanoi --period 2024-Q3 --as-of 2024-09-30 --out giao-ban/"
    )]
    Briefing(Briefing),
    /// Con số này từ đâu ra / where a figure came from.
    #[command(after_help = "Example: dondoc receipt 7KQ2M4-XA9R3T-5W2BHJ --data ./hanoi")]
    Receipt(Receipt),
    /// Sổ cái và các bằng chứng / the log and its proofs.
    #[command(subcommand)]
    Ledger(Ledger),
    /// Đầu tư công: dự báo, điều chuyển / public investment: forecast, reallocation.
    #[command(subcommand)]
    Invest(crate::invest::Invest),
    /// Thủ tục chạy thật thế nào / how cases really run.
    #[command(subcommand)]
    Procedures(crate::procedures::args::Procedures),
    /// Tài khoản đăng nhập / who may sign in.
    #[command(subcommand)]
    Account(Account),
    /// Mở trang / serve the site.
    #[command(after_help = "Example: dondoc serve --data ./hanoi --port 8080")]
    Serve(Serve),
}

/// `dondoc demo`
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Thư mục dữ liệu / data folder; an existing demo city there is built anew.
    #[arg(long, default_value = "demo-city")]
    pub(crate) data: PathBuf,
    /// Cổng / port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Chỉ dựng, không mở trang / build only.
    #[arg(long)]
    pub(crate) no_serve: bool,
}

/// `dondoc init`
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Thư mục dữ liệu / data folder, which must not exist or be empty.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Địa phương / jurisdiction.
    #[arg(long, default_value = "hanoi")]
    pub(crate) jurisdiction: String,
}

/// The form of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadFormat {
    /// The annotation schema, one JSON object a document.
    Json,
    /// For a person, coloured in a terminal.
    Text,
    /// Akoma Ntoso 1.0.
    Akn,
}

/// `dondoc read`
#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Tệp / files: .txt .html .docx .pdf, scans where Tesseract is installed.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Dạng / form: default is text in a terminal, json otherwise and with --out.
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReadFormat>,
    /// Thư mục kết quả / folder for one file each.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
}

/// `dondoc deadline`
#[derive(Debug, Args)]
pub(crate) struct Deadline {
    /// Quy tắc như văn bản viết / the rule as a document writes it.
    pub(crate) rule: String,
    /// Thời điểm bắt đầu / the moment it counts from.
    #[arg(long, value_parser = moment)]
    pub(crate) from: DateTime,
    /// Địa phương / jurisdiction whose calendar counts.
    #[arg(long, default_value = "hanoi")]
    pub(crate) jurisdiction: String,
    /// Lịch của một thành phố / the calendar of a city, with what it announced.
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportKind {
    /// Units of the registry.
    Units,
    /// People and the posts they hold.
    People,
    /// A document: registered, read, its tasks proposed.
    Document,
    /// A document that came as an edXML package; its due day is offered to its tasks.
    Edxml,
    /// Tasks from a tracking sheet.
    Tasks,
    /// Reports from a tracking sheet.
    Reports,
    /// The catalogue of administrative procedures: one row a step.
    Procedures,
    /// Announced days off and swapped working days; moves the open deadlines they touch.
    Days,
}

/// Who acts, and on which day it was so.
#[derive(Debug, Args)]
pub(crate) struct Acting {
    /// Đơn vị thực hiện thao tác / the unit that acts: id or name.
    #[arg(long = "as", value_name = "UNIT")]
    pub(crate) unit: Option<String>,
    /// Ngày việc xảy ra / the day on which it was so; default today.
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
}

/// `dondoc import`
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Loại / kind.
    #[arg(value_enum)]
    pub(crate) kind: ImportKind,
    /// Tệp / file: CSV or XLSX; for documents what `read` reads.
    pub(crate) file: PathBuf,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Cột nào là gì / which column is what (TOML); proposed and remembered without it.
    #[arg(long)]
    pub(crate) mapping: Option<PathBuf>,
    /// Giao ban ra kết luận này / the meeting whose conclusions the document holds, e.g. 2024-q2.
    #[arg(long)]
    pub(crate) conclusions_of: Option<String>,
    /// Vì sao thay đổi / why known procedures change.
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// Chỉ xem trước / say what would be imported, import nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// `dondoc export`
#[derive(Debug, Subcommand)]
pub(crate) enum Exports {
    /// Gói edXML trả lời văn bản chỉ đạo / the edXML package that answers a directing document.
    #[command(
        after_help = "Example: dondoc export edxml --data ./hanoi --task nv-000012 --number 12/BC-SNV --out tra-loi.edxml"
    )]
    Edxml(ExportEdxml),
}

/// `dondoc export edxml`
#[derive(Debug, Args)]
pub(crate) struct ExportEdxml {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Nhiệm vụ đã báo cáo / the task, reported on.
    #[arg(long)]
    pub(crate) task: String,
    /// Số, ký hiệu của văn bản trả lời / number of the answering document.
    #[arg(long)]
    pub(crate) number: String,
    /// Mã định danh của đơn vị trả lời / identifier of the answering agency; default as the package that came names it.
    #[arg(long, default_value = "")]
    pub(crate) organ_id: String,
    /// Người ký / who signs.
    #[arg(long, default_value = "")]
    pub(crate) signer: String,
    /// Tệp kết quả / the file to write; an existing one is replaced.
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// `dondoc issue`
#[derive(Debug, Args)]
pub(crate) struct Issue {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Đề xuất / the proposal to issue.
    #[arg(long, conflicts_with = "text")]
    pub(crate) proposal: Option<String>,
    /// Nội dung / the words of a task that comes from no document here.
    #[arg(long, required_unless_present = "proposal")]
    pub(crate) text: Option<String>,
    /// Đơn vị chủ trì / lead unit: id, name, or a class of units; one task each.
    #[arg(long)]
    pub(crate) to: Option<String>,
    /// Đơn vị phối hợp / coordinating units.
    #[arg(long)]
    pub(crate) with: Vec<String>,
    /// Sản phẩm / what will be handed over.
    #[arg(long)]
    pub(crate) product: Option<String>,
    /// Thời hạn như văn bản viết / deadline as a document writes it.
    #[arg(long)]
    pub(crate) due: Option<String>,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// `dondoc report`
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Nhiệm vụ / the task.
    pub(crate) task: String,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Tiến độ / progress, 0 to 100.
    #[arg(long, default_value_t = 0)]
    pub(crate) percent: u8,
    /// Báo cáo đã hoàn thành / reports the task as done.
    #[arg(long)]
    pub(crate) done: bool,
    /// Nội dung / what was done.
    #[arg(long)]
    pub(crate) text: String,
    /// Tệp minh chứng / evidence files, stored once by hash.
    #[arg(long)]
    pub(crate) evidence: Vec<PathBuf>,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// `dondoc confirm`
#[derive(Debug, Args)]
pub(crate) struct Confirm {
    /// Nhiệm vụ / the task.
    pub(crate) task: String,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Trả lại thay vì xác nhận, với lý do / return it instead, with the reason.
    #[arg(long, value_name = "REASON")]
    pub(crate) r#return: Option<String>,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// `dondoc extend`
#[derive(Debug, Args)]
pub(crate) struct Extend {
    /// Nhiệm vụ / the task.
    pub(crate) task: String,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Thời hạn mới / the new deadline.
    #[arg(long)]
    pub(crate) to: String,
    /// Lý do / why.
    #[arg(long)]
    pub(crate) reason: String,
    /// Văn bản cho phép / the instrument that allows it.
    #[arg(long)]
    pub(crate) instrument: String,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// `dondoc remind`
#[derive(Debug, Args)]
pub(crate) struct Remind {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// `dondoc briefing`
#[derive(Debug, Args)]
pub(crate) struct Briefing {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Kỳ / period: 2024-Q3, 2024-09, 2024-H1, 2024.
    #[arg(long)]
    pub(crate) period: String,
    /// Tính đến ngày / as it was on the close of this day.
    #[arg(long)]
    pub(crate) as_of: Date,
    /// Theo những gì sổ cái biết đến hết ngày này / as the ledger knew it at the close of this day; default --as-of.
    #[arg(long)]
    pub(crate) known_at: Option<Date>,
    /// Thư mục kết quả / folder for briefing.{json,html,pdf,docx,xlsx}.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Các dạng / forms, default all.
    #[arg(long, value_delimiter = ',')]
    pub(crate) forms: Vec<Form>,
}

/// A form of the briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Form {
    /// The model.
    Json,
    /// One self-contained page.
    Html,
    /// Typeset.
    Pdf,
    /// For word processors.
    Docx,
    /// For spreadsheets.
    Xlsx,
}

/// `dondoc receipt`
#[derive(Debug, Args)]
pub(crate) struct Receipt {
    /// Mã / the code beside a figure.
    pub(crate) code: String,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dondoc account`
#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Tạo tài khoản và đường dẫn dùng một lần / make an account and a one-time link.
    #[command(
        after_help = "Example: dondoc account invite --data ./hanoi --login an --name 'Nguyễn An'"
    )]
    Invite(AccountInvite),
    /// Liệt kê (JSON) / list as JSON.
    List(AccountList),
    /// Khóa tài khoản, kết thúc mọi phiên / switch off and end every session.
    Disable(AccountDisable),
    /// Tạo khóa truy cập cho phần mềm / make a token for a program.
    #[command(
        after_help = "Example: dondoc account token --data ./hanoi --login an --name 'Một cửa' --scope task.read --scope task.report --days 90"
    )]
    Token(AccountToken),
    /// Bỏ xác thực hai bước của người mất điện thoại / drop the second factor of somebody who lost the phone.
    DropSecondFactor(AccountDisable),
}

/// `dondoc account token`
#[derive(Debug, Args)]
pub(crate) struct AccountToken {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Tên đăng nhập / whose token it is.
    #[arg(long)]
    pub(crate) login: String,
    /// Dùng cho việc gì / what it is for.
    #[arg(long)]
    pub(crate) name: String,
    /// Phạm vi, lặp lại được / an act it may be used for, e.g. task.report; may be repeated (see docs/AUTHORITY.md).
    #[arg(long, required = true)]
    pub(crate) scope: Vec<String>,
    /// Số ngày hiệu lực / for how many days.
    #[arg(long, default_value_t = 90)]
    pub(crate) days: i64,
}

/// `dondoc account invite`
#[derive(Debug, Args)]
pub(crate) struct AccountInvite {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Tên đăng nhập / sign-in name; of one that exists, a link for a new password is made.
    #[arg(long)]
    pub(crate) login: String,
    /// Họ và tên / full name.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Thư điện tử / e-mail.
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// Mã cán bộ trong danh bạ / the person's id in the registry.
    #[arg(long)]
    pub(crate) person: Option<String>,
    /// Quản trị tài khoản / may manage accounts.
    #[arg(long)]
    pub(crate) admin: bool,
    /// Địa chỉ của trang / the site's address.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub(crate) url: String,
}

/// `dondoc account list`
#[derive(Debug, Args)]
pub(crate) struct AccountList {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
}

/// `dondoc account disable`
#[derive(Debug, Args)]
pub(crate) struct AccountDisable {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Tên đăng nhập / sign-in name.
    #[arg(long)]
    pub(crate) login: String,
}

/// `dondoc ledger`
#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Kiểm tra toàn bộ / recompute everything; names every problem.
    #[command(
        after_help = "Example: dondoc ledger verify --data ./hanoi --checkpoint kept/checkpoint"
    )]
    Verify(Verify),
    /// Ký và in mốc kiểm tra / sign and print a checkpoint (C2SP).
    #[command(after_help = "Example: dondoc ledger checkpoint --data ./hanoi > checkpoint")]
    Checkpoint(Checkpoint),
    /// Bằng chứng có mặt hoặc nhất quán / an inclusion or consistency proof.
    #[command(after_help = "\
Examples: dondoc ledger prove --data ./hanoi --entry 120
          dondoc ledger prove --data ./hanoi --consistent-with kept/checkpoint")]
    Prove(Prove),
    /// Xuất ra dạng mở (tlog-tiles) / export in the C2SP tlog-tiles layout.
    #[command(after_help = "Example: dondoc ledger export --data ./hanoi --out ban-sao/")]
    Export(Export),
    /// Dựng lại từ bản xuất / restore from an export.
    #[command(after_help = "Example: dondoc ledger restore --from ban-sao/ --data ./hanoi-2")]
    Restore(Restore),
    /// Xóa dữ liệu cá nhân theo luật / erase the payload of an entry under a provision.
    #[command(
        after_help = "Example: dondoc ledger redact --data ./hanoi --entry 120 --provision \"Luật 91/2025/QH15\" --reason \"...\""
    )]
    Redact(Redact),
}

/// `dondoc ledger verify`
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Mốc giữ ở nơi khác / a checkpoint kept elsewhere, to be consistent with.
    #[arg(long)]
    pub(crate) checkpoint: Option<PathBuf>,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dondoc ledger checkpoint`
#[derive(Debug, Args)]
pub(crate) struct Checkpoint {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// In khóa kiểm tra / print the verifier key instead.
    #[arg(long)]
    pub(crate) vkey: bool,
}

/// `dondoc ledger prove`
#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Mục / entry index, from 0.
    #[arg(long, required_unless_present = "consistent_with")]
    pub(crate) entry: Option<u64>,
    /// Mốc cũ / an old checkpoint file.
    #[arg(long, conflicts_with = "entry")]
    pub(crate) consistent_with: Option<PathBuf>,
}

/// `dondoc ledger export`
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Thư mục kết quả / folder to write, which must not exist or be empty.
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// `dondoc ledger restore`
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// Bản xuất / the export.
    #[arg(long)]
    pub(crate) from: PathBuf,
    /// Thư mục dữ liệu mới / the new data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Địa phương / jurisdiction of the new folder.
    #[arg(long, default_value = "hanoi")]
    pub(crate) jurisdiction: String,
    /// Khóa kiểm tra tin cậy / a verifier key to trust instead of the export's own.
    #[arg(long, value_name = "VKEY")]
    pub(crate) trust: Vec<String>,
}

/// `dondoc ledger redact`
#[derive(Debug, Args)]
pub(crate) struct Redact {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Mục / entry index, from 0.
    #[arg(long)]
    pub(crate) entry: u64,
    /// Căn cứ pháp lý / the provision under which it is erased.
    #[arg(long)]
    pub(crate) provision: String,
    /// Lý do / why.
    #[arg(long)]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) acting: Acting,
}

/// `dondoc serve`
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Cổng / port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Ai chưa đăng nhập cũng xem được / pages are shown to guests too.
    #[arg(long)]
    pub(crate) guests_read: bool,
    /// Địa chỉ người dùng gõ / the address people use, e.g. `https://dondoc.example`.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Không ghi nhật ký từng yêu cầu / no line of JSON for each request.
    #[arg(long)]
    pub(crate) quiet: bool,
    /// Máy chủ thư / mail server, e.g. `smtps://user:password@host:465`; without it, `mail.toml` in the data folder.
    #[arg(
        long,
        value_name = "URL",
        env = "DONDOC_MAIL_URL",
        hide_env_values = true
    )]
    pub(crate) mail_url: Option<String>,
    /// Người gửi thư / sender of mail, e.g. `Đôn Đốc <dondoc@hanoi.example>`.
    #[arg(
        long,
        value_name = "SENDER",
        env = "DONDOC_MAIL_FROM",
        requires = "mail_url"
    )]
    pub(crate) mail_from: Option<String>,
}

/// Reads `2024-02-05T09:00`, `2024-02-05 09:00` or a bare day, which is its 00:00.
fn moment(text: &str) -> Result<DateTime, String> {
    text.parse::<DateTime>()
        .or_else(|_| text.parse::<Date>().map(|day| day.at(0, 0, 0, 0)))
        .map_err(|_| format!("`{text}` is not a moment: write 2024-02-05T09:00"))
}
