//! Public investment in the browser: a table comes in whole or not at all, works
//! and obstacles are recorded, a proposal is adopted as a version of the plan.

use axum::http::{StatusCode, header};
use dondoc_registry::Role;

use crate::flow::Office;
use crate::town::works::{UNIT, august, id};
use crate::town::{Answered, Town};

const PEOPLE: [(&str, &str, Role); 4] = [
    ("tai-chinh", "so-tai-chinh", Role::Head),
    ("chi", "ub-thanh-pho", Role::Clerk),
    ("chu-tich", "ub-thanh-pho", Role::Head),
    ("xay", UNIT, Role::Clerk),
];
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

fn office() -> Office {
    let mut town = Town::with_works();
    assert!(!town.city().investment.law.sources.is_empty());
    for (person, unit, role) in PEOPLE {
        town.employ(person, unit, role);
    }
    Office::in_town(town, &PEOPLE)
}

fn went(answer: &Answered) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned()
}

async fn dropped(office: &Office, csv: &str) -> String {
    let file = [("file", "thang-8.csv", csv.as_bytes())];
    let fields = [("kind", "observations")];
    let path = went(
        &office
            .upload("xay", "/investment/import", &fields, &file)
            .await,
    );
    format!("{path}&figures_of=2024-08-31&money=million&year=2024")
}

/// The hidden fields of the form that imports; `None` when there is none.
fn fields(page: &str) -> Option<Vec<(String, String)>> {
    let form = page.split_once("method=\"post\" action=\"/investment/import/");
    let form = form.or_else(|| page.split_once("action=\"/investment/import/"));
    let form = form?.1.split_once("method=\"post\"")?.1;
    let form = form.split_once("</form>")?.0;
    let each = form.split("type=\"hidden\" name=\"").skip(1);
    let pair = |rest: &str| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        let (value, _) = rest.split_once('"')?;
        (name != "_token").then(|| (name.to_owned(), value.replace("&amp;", "&")))
    };
    Some(each.filter_map(pair).collect())
}

async fn import(office: &Office, path: &str, page: &str) -> Answered {
    let fields = fields(page).unwrap_or_else(|| panic!("no form that imports: {page}"));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let path = path.split_once('?').unwrap().0;
    office.post("xay", path, &fields).await
}

#[tokio::test]
async fn a_table_with_one_bad_cell_imports_nothing_and_names_it() {
    let office = office();
    office.look("xay", "/investment/import").await;
    let bad = august(|number, millions| match number {
        4 => "mười tỷ".to_owned(),
        _ => millions.to_string(),
    });
    let path = dropped(&office, &bad).await;
    let page = office.look("xay", &path).await;
    assert!(
        page.contains("mười tỷ") && page.contains("Chưa nhập gì"),
        "{page}"
    );
    assert!(
        page.contains(">6<") || page.contains("C6"),
        "its place: {page}"
    );
    assert!(fields(&page).is_none(), "nothing to send");
}

#[tokio::test]
async fn an_amount_off_by_a_power_of_ten_is_asked_about() {
    let office = office();
    let slip = august(|number, millions| match number {
        1 => (millions * 10).to_string(),
        _ => millions.to_string(),
    });
    let path = dropped(&office, &slip).await;
    let page = office.look("xay", &path).await;
    assert!(page.contains("Đã kiểm tra"), "{page}");
    assert!(fields(&page).is_none(), "nothing to send yet");
}

#[tokio::test]
async fn a_table_comes_in_once_and_its_columns_are_remembered() {
    let office = office();
    let path = dropped(&office, &august(|_, millions| millions.to_string())).await;
    let page = office.look("xay", &path).await;
    let done = import(&office, &path, &page).await;
    assert!(went(&done).starts_with("/investment/import?did="));
    assert!(
        office
            .look("xay", "/investment/import")
            .await
            .contains("thang-8.csv")
    );
    // The same file again is refused; its columns are remembered for the next one.
    let again = import(&office, &path, &page).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let next = dropped(&office, &august(|_, millions| (millions + 1).to_string())).await;
    assert!(
        office
            .look("xay", &next)
            .await
            .contains("Như lần nhập trước")
    );
}

#[tokio::test]
async fn a_part_of_a_proposal_that_breaks_a_limit_is_refused_in_words() {
    let office = office();
    // What holds it up, then what could be moved.
    let overview = office.look("chi", "/investment").await;
    assert!(overview.contains("id=\"h-gates\""), "{overview}");
    let clerk = office.look("chi", "/investment/reallocation").await;
    assert!(!clerk.contains("name=\"move\""), "a clerk decides nothing");
    office.look("chu-tich", "/investment/reallocation").await;
    // As the page sends what was ticked: from a slow project to a quick one.
    let ticked = [
        format!("{}/city -10000", id(0)),
        format!("{}/city 10000", id(1)),
    ];
    let version = "1";
    let send = async |moves: &[String], act: &str| {
        let mut fields = vec![
            ("version", version),
            ("act", act),
            ("act_date", "2024-09-10"),
            ("issuer", "UBND Thành phố"),
            ("reason", "Chuyển vốn sang dự án giải ngân nhanh"),
        ];
        fields.extend(moves.iter().map(|it| ("move", it.as_str())));
        office
            .post("chu-tich", "/investment/reallocation", &fields)
            .await
    };
    // A part that does not balance is refused; so is an act without a number.
    let part = send(&ticked[..1], "88/QĐ-UBND").await;
    assert_eq!(part.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(part.text().contains("phải bằng nhau"), "{}", part.text());
    let nameless = send(&ticked, "").await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Who may not decide is told so.
    let clerk = office.post("xay", "/investment/reallocation", &[]).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN);
}

/// The moves that a page proposes, as its boxes say them.
fn proposed(page: &str) -> Vec<String> {
    let boxes = page.split("name=\"move\" value=\"").skip(1);
    let value = |rest: &str| rest.split_once('"').map(|(value, _)| value.to_owned());
    boxes.filter_map(value).collect()
}

#[tokio::test]
async fn a_proposal_is_adopted_as_a_version_of_the_plan_with_its_act() {
    let office = office();
    // What was spent in August comes in first: by it quick projects could use more.
    let path = dropped(&office, &august(|_, millions| millions.to_string())).await;
    let page = office.look("xay", &path).await;
    assert_eq!(
        import(&office, &path, &page).await.status,
        StatusCode::SEE_OTHER
    );
    let page = office.look("chu-tich", "/investment/reallocation").await;
    let moves = proposed(&page);
    assert!(moves.len() >= 2, "a move that gains: {page}");
    let mut fields = vec![
        ("version", "1"),
        ("act", "88/QĐ-UBND"),
        ("act_date", "2024-09-10"),
        ("issuer", "UBND Thành phố"),
        ("reason", "Chuyển vốn sang dự án giải ngân nhanh"),
    ];
    fields.extend(moves.iter().map(|it| ("move", it.as_str())));
    let to = "/investment/reallocation";
    let done = office.post("chu-tich", to, &fields).await;
    let plan = went(&done);
    assert_eq!(plan, "/investment/plan?plan=2024-city");
    let page = office.look("chi", &plan).await;
    assert!(page.contains("88/QĐ-UBND"), "{page}");
    assert!(page.contains("Chuyển vốn sang dự án giải ngân nhanh"));
    // Every project of the proposal is named among what changed.
    for one in &moves {
        let project = one.split_once('/').unwrap().0;
        assert!(
            page.contains(&format!("/investment/projects/{project}")),
            "{one} in {page}"
        );
    }
    // Who had the page open with the version before is told so; nothing moves twice.
    let again = office.post("chu-tich", to, &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
}

#[tokio::test]
async fn works_are_recorded_with_photos_that_everybody_may_see() {
    let office = office();
    let project = format!("/investment/projects/{}", id(3));
    let page = office.look("xay", &project).await;
    assert!(page.contains("2024-08-25"), "the newest day of reports");
    let fields = [
        ("as_of", "2024-08-25"),
        ("physical", "41,5"),
        ("accepted", "12.500"),
    ];
    let to = format!("{project}/progress");
    let text = [("photos", "anh.png", &b"<svg onload=alert(1)>"[..])];
    let refused = office.upload("xay", &to, &fields, &text).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("không phải ảnh") && refused.text().contains("41,5"));
    let wrong = [
        ("as_of", "2024-08-25"),
        ("physical", "140"),
        ("accepted", "x"),
    ];
    let refused = office.upload("xay", &to, &wrong, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let photo = [("photos", "../../etc/passwd.png", PNG)];
    let mute = office.upload("xay", &to, &fields, &photo).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mute.text().contains("hãy nói ảnh chụp gì"));
    let shows = ("shows", "Móng trụ T3 đã đổ bê tông");
    let fields = [fields[0], fields[1], fields[2], shows];
    let done = office.upload("xay", &to, &fields, &photo).await;
    assert_eq!(went(&done), format!("{project}?did=progress"));
    let page = office.look("xay", &project).await;
    assert!(
        page.contains("alt=\"Móng trụ T3 đã đổ bê tông. Công trường Xây dựng trường số 3"),
        "{page}"
    );
    let photo = page.split_once("src=\"/public/photos/").unwrap().1;
    let photo = format!("/public/photos/{}", photo.split_once('"').unwrap().0);
    let shown = office.site.get(&photo).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.headers[header::CONTENT_TYPE], "image/png");
    assert_eq!(shown.bytes, PNG);
    // Other files are not shown there.
    let other = format!("/public/photos/{}", "0".repeat(64));
    assert_eq!(office.site.get(&other).await.status, StatusCode::NOT_FOUND);
    let public = office
        .look("xay", &format!("/public/projects/{}", id(3)))
        .await;
    assert!(public.contains(&photo));
}

#[tokio::test]
async fn an_obstacle_is_a_task_of_the_unit_that_must_remove_it() {
    let office = office();
    let project = format!("/investment/projects/{}", id(2));
    let to = format!("{project}/obstacle");
    let fields = [
        ("cause", "clearance"),
        ("text", "Còn ba hộ chưa nhận tiền"),
        ("owner", "Sở Không Có"),
        ("due", "2024-10-30"),
    ];
    let refused = office.post("chi", &to, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Còn ba hộ chưa nhận tiền"),
        "typed text stays"
    );
    let mut good = fields;
    good[2].1 = "Sở Xây dựng";
    assert_eq!(
        went(&office.post("chi", &to, &good).await),
        format!("{project}?did=obstacle")
    );
    let page = office.look("chi", &project).await;
    assert!(page.contains("Còn ba hộ chưa nhận tiền"));
    let list = office.get("chi", "/tasks.csv?q=con+ba+ho").await.text();
    assert!(list.contains("Sở Xây dựng"), "{list}");
}

/// Delegates the moving of money within a ceiling; returns the answer.
async fn grant(office: &Office, number: &str, dong: i64) -> Answered {
    let dong = dong.to_string();
    let fields = [
        ("by", "ub-thanh-pho.p-chu-tich"),
        ("to", "so-tai-chinh.p-tai-chinh"),
        ("power", "investment.reallocate"),
        ("dong", dong.as_str()),
        ("kinds", "dau-tu-cong"),
        ("from", "2024-09-10"),
        ("until", "2024-12-31"),
        ("number", number),
        ("date", "2024-08-30"),
    ];
    office.post("chu-tich", "/delegations", &fields).await
}

#[tokio::test]
async fn money_is_moved_under_a_delegation_as_far_as_its_ceiling() {
    let office = office();
    let path = dropped(&office, &august(|_, millions| millions.to_string())).await;
    let page = office.look("xay", &path).await;
    import(&office, &path, &page).await;
    let moves = proposed(&office.look("chu-tich", "/investment/reallocation").await);
    let given = moves.iter().filter_map(|it| it.rsplit_once(' '));
    let given = given.filter_map(|(_, amount)| amount.parse::<i64>().ok());
    let moved = given.filter(|amount| *amount > 0).sum::<i64>() * 1_000_000;
    assert!(moved > 0, "{moves:?}");
    let mut fields = vec![
        ("version", "1"),
        ("act", "88/QĐ-STC"),
        ("act_date", "2024-09-10"),
        ("issuer", "Sở Tài chính"),
        ("reason", "Chuyển vốn theo ủy quyền"),
    ];
    fields.extend(moves.iter().map(|it| ("move", it.as_str())));
    let to = "/investment/reallocation";
    let by_office = office.post("tai-chinh", to, &fields).await;
    assert_eq!(by_office.status, StatusCode::FORBIDDEN, "not by office");

    // One đồng too little: refused with both amounts, and what was typed stays.
    went(&grant(&office, "77/QĐ-UBND", moved - 1).await);
    let above = office.post("tai-chinh", to, &fields).await;
    assert_eq!(above.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = above.text();
    let grouped = |n: i64| {
        let digits = n.to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push('.');
            }
            out.push(digit);
        }
        out
    };
    assert!(page.contains("vượt mức ủy quyền"), "{page}");
    assert!(page.contains(&format!("Số tiền {} đồng", grouped(moved))));
    assert!(page.contains(&format!("đến {} đồng", grouped(moved - 1))));
    assert!(
        page.contains("Chuyển vốn theo ủy quyền"),
        "typed text stays"
    );
    let ask = format!(
        "/authority/why?act=investment.reallocate&on=units/ub-thanh-pho&kind=dau-tu-cong&dong={moved}"
    );
    let why = office.look("tai-chinh", &ask).await;
    assert!(!why.contains("/delegations/uq-77-qd-ubnd-2024"));
    assert!(why.contains("vượt mức ủy quyền"), "{why}");
    let less = ask.replace(&format!("dong={moved}"), "dong=1.000");
    let why = office.look("tai-chinh", &less).await;
    assert!(why.contains("/delegations/uq-77-qd-ubnd-2024"));
    let other = less.replace("dau-tu-cong", "y-te");
    let why = office.look("tai-chinh", &other).await;
    assert!(
        why.contains("Loại việc nằm ngoài phạm vi ủy quyền"),
        "{why}"
    );
    let odd = ask.replace(&format!("dong={moved}"), "dong=mot+ty");
    assert!(
        office
            .look("tai-chinh", &odd)
            .await
            .contains("chưa phải là số")
    );

    // Withdrawn, and given anew with a ceiling that just holds it.
    let old = "/delegations/uq-77-qd-ubnd-2024/withdraw";
    let reason = [("reason", "Điều chỉnh mức")];
    went(&office.post("chu-tich", old, &reason).await);
    went(&grant(&office, "78/QĐ-UBND", moved).await);
    went(&office.post("tai-chinh", to, &fields).await);
    let power = "/authority/powers/investment.reallocate";
    let page = office.look("chu-tich", power).await;
    let id = "uq-78-qd-ubnd-2024";
    assert!(page.contains(&format!("/delegations/{id}")), "{page}");
    assert!(page.contains(&format!("100,0 % của mức {} đồng", grouped(moved))));
    assert!(page.contains("sát mức trần"), "{page}");
    let own = office.look("chu-tich", &format!("/delegations/{id}")).await;
    assert!(own.contains("100,0 % của mức"), "{own}");
}
