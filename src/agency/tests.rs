use std::collections::{BTreeMap, BTreeSet};

use super::fold::fold;
use super::table::{Body, TABLE};
use super::*;

/// Name, prefecture, code, kind and problem, with blanks between them; `-` for none.
fn short(resolved: &Resolved) -> String {
    let agency = &resolved.agency;
    let problem = resolved.problem.as_ref().map_or("", |problem| problem.code.name());
    let fields = [&agency.name, &agency.prefecture, &agency.code, agency.kind.name(), problem];
    fields.map(|field| if field.is_empty() { "-" } else { field }).join(" ")
}

fn alone(printed: &str) -> String {
    short(&resolve(printed, &Context::default()))
}

fn within(printed: &str, title: &str, texts: &[&str]) -> String {
    short(&resolve(printed, &Context { title, texts, declared: "" }))
}

fn today(kind: impl Fn(AgencyKind) -> bool) -> impl Iterator<Item = &'static Body> {
    TABLE.bodies.iter().filter(move |body| !body.former && kind(body.kind))
}

fn municipal(kind: AgencyKind) -> bool {
    matches!(kind, AgencyKind::Municipality | AgencyKind::SpecialWard)
}

fn namesakes() -> BTreeMap<&'static str, Vec<&'static Body>> {
    let mut names: BTreeMap<&str, Vec<&Body>> = BTreeMap::new();
    for body in today(municipal) {
        names.entry(body.name).or_default().push(body);
    }
    names.retain(|_, bodies| bodies.len() > 1);
    names
}

#[test]
fn the_list_is_whole() {
    let count = |kind| today(|other| other == kind).count();
    assert_eq!(count(AgencyKind::Prefecture), 47);
    assert_eq!(count(AgencyKind::Municipality) + count(AgencyKind::SpecialWard), 1741);
    assert_eq!(count(AgencyKind::SpecialWard), 23);
    assert_eq!(count(AgencyKind::Ward), 171);
    assert_eq!(namesakes().len(), 25);
}

#[test]
fn codes_have_six_digits_and_the_last_checks() {
    let mut seen = BTreeSet::new();
    for body in TABLE.bodies {
        let digits: Vec<u32> = body.code.chars().filter_map(|c| c.to_digit(10)).collect();
        let sum: u32 =
            digits.iter().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
        assert_eq!(digits.len(), 6, "{}", body.code);
        assert_eq!(digits[5], (11 - sum % 11) % 10, "{} {}", body.code, body.name);
        assert!(
            seen.insert(&body.code) || body.former || body.name == "丹波篠山市",
            "{}",
            body.code
        );
    }
}

#[test]
fn folding_keeps_names_apart() {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for body in TABLE.bodies {
        assert_eq!(*names.entry(fold(body.name)).or_insert(body.name), body.name);
    }
}

#[test]
fn namesakes_have_what_tells_them_apart() {
    for body in namesakes().into_values().flatten() {
        let home = TABLE.home(body).expect("a row in namesakes.csv");
        assert!(home.area_codes().count() > 0 && !home.host.is_empty(), "{}", body.name);
        assert_eq!(home.county.is_empty(), body.name.ends_with('市'), "{}", body.name);
    }
    let codes: BTreeSet<&str> = TABLE.bodies.iter().map(|body| body.code).collect();
    assert!(TABLE.homes.keys().all(|code| codes.contains(code.as_str())));
}

/// The shapes in which covers print a municipality, and whether they say the prefecture.
fn shapes(body: &Body) -> Vec<(String, bool, &'static str)> {
    let Body { name, prefecture, .. } = body;
    let spaced = |text: &str| text.chars().map(String::from).collect::<Vec<_>>().join(" ");
    vec![
        ((*name).to_owned(), false, ""),
        (format!("{name}長"), false, ""),
        (format!("　{name}長　大坪　冬彦 "), false, ""),
        (format!("{name}長 中村 一郎"), false, ""),
        (format!("{name}長（上下水道事業管理者の権限を行う{name}長）"), false, ""),
        (spaced(&format!("{name}長")), false, ""),
        (format!("{name}役所"), false, ""),
        (format!("{name}教育委員会"), false, "教育委員会"),
        (spaced(&format!("{name}教育委員会")), false, "教育委員会"),
        (format!("{prefecture}{name}長"), true, ""),
        (format!("{prefecture} {name}"), true, ""),
        (format!("{prefecture}　{name}長　山田 太郎"), true, ""),
        (spaced(&format!("{prefecture}{name}長")), true, ""),
        (format!("{prefecture}架空郡{name}長"), true, ""),
        (format!("{prefecture}{name}教育委員会教育長"), true, "教育委員会"),
    ]
}

#[test]
fn every_municipality_in_every_shape() {
    let namesakes = namesakes();
    for body in today(municipal) {
        for (printed, says_prefecture, organ) in shapes(body) {
            let known = says_prefecture || !namesakes.contains_key(body.name);
            let name = format!("{}{organ}", body.name);
            let kind = if organ.is_empty() { body.kind.name() } else { "education_board" };
            let expected = if known {
                format!("{name} {} {} {kind} -", body.prefecture, body.code)
            } else {
                format!("{name} - - {kind} agency-ambiguous")
            };
            assert_eq!(alone(&printed), expected, "{printed}");
        }
    }
}

#[test]
fn every_prefecture_in_every_shape() {
    for Body { name, code, .. } in today(|kind| kind == AgencyKind::Prefecture) {
        for printed in [
            (*name).to_owned(),
            format!("{name}知事"),
            format!("{name}知事　小池 百合子"),
            format!("{name}庁"),
        ] {
            assert_eq!(alone(&printed), format!("{name} {name} {code} prefecture -"), "{printed}");
        }
        assert_eq!(
            alone(&format!("{name}教育委員会")),
            format!("{name}教育委員会 {name} {code} education_board -")
        );
        assert_eq!(
            alone(&format!("{name}後期高齢者医療広域連合 広域連合長 山田太郎")),
            format!("{name}後期高齢者医療広域連合 {name} - wide_area_union -")
        );
    }
}

#[test]
fn every_ward_of_a_city() {
    for body in today(|kind| kind == AgencyKind::Ward) {
        let expected = format!("{} {} {} ward -", body.name, body.prefecture, body.code);
        for printed in [format!("{}長", body.name), format!("{} {}", body.prefecture, body.name)] {
            assert_eq!(alone(&printed), expected, "{printed}");
        }
    }
}

#[test]
fn namesakes_settle_by_each_kind_of_evidence() {
    for body in namesakes().into_values().flatten() {
        let Body { name, prefecture, code, .. } = body;
        let home = TABLE.home(body).expect("a row in namesakes.csv");
        let area = home.area_codes().next().expect("an area code");
        let local = &"123456"[..6 - area.len()];
        let expected = format!("{name} {prefecture} {code} municipality -");
        let printed = format!("{name}長");
        assert_eq!(
            within(&printed, &format!("{prefecture}{name} 住民基本台帳に関する事務"), &[]),
            expected
        );
        assert_eq!(
            within(&printed, "", &["住所", &format!("{prefecture}{}{name}大字1番地", home.county)]),
            expected
        );
        assert_eq!(
            within(&printed, "", &[&format!("https://www.{}/kojin.html", home.host)]),
            expected
        );
        assert_eq!(
            within(&printed, "", &[&format!("電話 {area}-{local}-3456 (代)")]),
            expected,
            "{area}"
        );
        assert_eq!(
            within(&printed, "", &[&format!("電話：{area}（{local}）3456")]),
            expected,
            "{area}"
        );
        assert_eq!(
            within(&printed, "", &[&format!("{prefecture}後期高齢者医療広域連合")]),
            expected
        );
        if !home.county.is_empty() {
            assert_eq!(alone(&format!("{}{name}長", home.county)), expected);
        }
    }
}

#[test]
fn printed_names_of_local_governments() {
    for (printed, expected) in [
        ("目黒区長", "目黒区 東京都 131105 special_ward -"),
        ("茨城県土浦市長", "土浦市 茨城県 082031 municipality -"),
        ("北海道上川郡東川町長", "東川町 北海道 014583 municipality -"),
        ("西多摩郡瑞穂町長", "瑞穂町 東京都 133035 municipality -"),
        ("大和郡山市長", "大和郡山市 奈良県 292036 municipality -"),
        ("日高郡日高町長", "日高町 和歌山県 303828 municipality -"),
        ("京都府京都市長", "京都市 京都府 261009 municipality -"),
        ("高岡郡梼原町長", "檮原町 高知県 394050 municipality -"),
        ("龍ヶ崎市長", "龍ケ崎市 茨城県 082082 municipality -"),
        ("⿓ケ﨑市⻑", "龍ケ崎市 茨城県 082082 municipality -"),
        ("竜ヶ崎市", "龍ケ崎市 茨城県 082082 municipality -"),
        ("塩釜市長", "塩竈市 宮城県 042030 municipality -"),
        ("葛󠄀城市長", "葛城市 奈良県 292117 municipality -"),
        ("鹿嶋市長", "鹿嶋市 茨城県 082228 municipality -"),
        ("鹿島市長", "鹿島市 佐賀県 412074 municipality -"),
        ("中央区長", "中央区 東京都 131024 special_ward -"),
        ("札幌市中央区長", "札幌市中央区 北海道 011011 ward -"),
        ("葵区長", "静岡市葵区 静岡県 221015 ward -"),
        ("緑区長", "緑区 - - ward agency-ambiguous"),
        ("浜松市中区長", "浜松市中区 静岡県 221317 ward -"),
        ("浜松市中央区長", "浜松市中央区 静岡県 221384 ward -"),
        ("浜松市天竜区長", "浜松市天竜区 静岡県 221406 ward -"),
        ("富谷町長", "富谷町 宮城県 044237 municipality -"),
        ("那珂川町長", "那珂川町 栃木県 094111 municipality -"),
        ("熊谷市　富岡清", "熊谷市 埼玉県 112020 municipality -"),
        ("目黒区健康福祉部国保年金課", "目黒区 東京都 131105 special_ward -"),
        ("目黒区長、目黒区教育委員会", "目黒区 東京都 131105 special_ward -"),
    ] {
        assert_eq!(alone(printed), expected, "{printed}");
    }
}

#[test]
fn printed_names_of_other_bodies() {
    for (printed, expected) in [
        ("横浜市水道事業管理者", "横浜市水道事業管理者 神奈川県 141003 other -"),
        ("岩手県後期高齢者医療広域連合", "岩手県後期高齢者医療広域連合 岩手県 - wide_area_union -"),
        ("佐久広域連合長", "佐久広域連合 長野県 - wide_area_union -"),
        (
            "大里広域市町村圏組合 管理者 富岡清",
            "大里広域市町村圏組合 埼玉県 - partial_association -",
        ),
        ("札幌市職員共済組合理事長", "札幌市職員共済組合 北海道 - mutual_aid -"),
        ("国家公務員共済組合連合会", "国家公務員共済組合連合会 - - mutual_aid -"),
        ("日本私立学校振興・共済事業団", "日本私立学校振興・共済事業団 - - mutual_aid -"),
        ("トヨタ自動車健康保険組合", "トヨタ自動車健康保険組合 - - health_insurance -"),
        ("東京都医師国民健康保険組合", "東京都医師国民健康保険組合 東京都 - health_insurance -"),
        ("健康保険組合連合会", "健康保険組合連合会 - - other -"),
        ("独立行政法人 日本学生支援機構", "独立行政法人日本学生支援機構 - - other -"),
        ("地方公共団体情報システム機構", "地方公共団体情報システム機構 - - other -"),
        ("厚生労働大臣", "厚生労働省 - - national -"),
        ("国税庁長官", "国税庁 - - national -"),
        ("長野県瑞穂町長", "瑞穂町 長野県 - municipality agency-unknown"),
        ("長野県 瑞穂町長", "瑞穂町 長野県 - municipality agency-unknown"),
        ("架空町長 中村 一", "架空町 - - municipality agency-unknown"),
        ("架空市教育委員会", "架空市教育委員会 - - education_board agency-unknown"),
        ("○○市長", "○○市長 - - other agency-unknown"),
        ("日本年金機構", "日本年金機構 - - other -"),
        ("農業者年金基金理事長", "農業者年金基金 - - other -"),
        ("市町村職員共済組合", "市町村職員共済組合 - - mutual_aid -"),
        ("東京都市町村職員共済組合", "東京都市町村職員共済組合 東京都 - mutual_aid -"),
        ("北海道労働局長", "北海道労働局 - - national -"),
        (
            "日野町江府町日南町衛生施設組合",
            "日野町江府町日南町衛生施設組合 鳥取県 - partial_association -",
        ),
        (
            "特別区人事・厚生事務組合教育委員会",
            "特別区人事・厚生事務組合教育委員会 - - education_board -",
        ),
        ("東京都 水道局長", "東京都水道局 東京都 130001 other -"),
        ("千葉県企業局", "千葉県企業局 千葉県 120006 other -"),
        ("公立学校共済組合", "公立学校共済組合 - - mutual_aid -"),
        ("全国健康保険協会", "全国健康保険協会 - - health_insurance -"),
        ("小平市長小平市長", "小平市 東京都 132110 municipality -"),
        ("公表日", "公表日 - - other agency-unknown"),
        ("", "- - - other agency-unknown"),
    ] {
        assert_eq!(alone(printed), expected, "{printed}");
    }
}

#[test]
fn stronger_evidence_wins_and_ties_stay_open() {
    let gunma = "昭和村 群馬県 104485 municipality -";
    let open = "昭和村 - - municipality agency-ambiguous";
    for (title, texts, expected) in [
        ("", &["福島県 福島県 福島県", "群馬県昭和村幸町2丁目"][..], gunma),
        ("群馬県 住民基本台帳に関する事務", &["福島県会津若松市"], gunma),
        ("", &["群馬県", "福島県"], open),
        ("", &["群馬県", "電話 0241-57-2111"], open),
        ("", &["福島県会津若松市のデータセンター", "電話 0278-24-5111"], gunma),
        ("", &["沼田市、片品村及び昭和村"], gunma),
        ("", &["群 馬 県 利 根", " 郡 昭 和 村"], gunma),
        ("", &["番地2 ０２７８（２４）５１１１"], gunma),
        ("", &["0278245111"], gunma),
        ("", &["02782451119", "0278-24-51", "10278-24-5111"], open),
        ("", &["東京都千代田区"], open),
    ] {
        assert_eq!(within("昭和村長", title, texts), expected, "{title} {texts:?}");
    }
}

#[test]
fn evidence_for_former_bodies_and_their_kin() {
    let former = "那珂川町 福岡県 403059 municipality -";
    assert_eq!(within("那珂川町長", "", &["福岡県筑紫郡那珂川町西隈1-1-1"]), former);
    assert_eq!(within("那珂川町長", "", &["福岡県国民健康保険団体連合会"]), former);
    assert_eq!(
        within("那珂川町長", "", &["福岡県", "栃木県"]),
        "那珂川町 - - municipality agency-ambiguous"
    );
    assert_eq!(within("緑区長", "", &["名古屋市緑区青山"]), "名古屋市緑区 愛知県 231142 ward -");
    assert_eq!(
        within("美里町教育委員会", "", &["埼玉県"]),
        "美里町教育委員会 埼玉県 113816 education_board -"
    );
    assert_eq!(
        within("伊達市職員共済組合", "", &["福島県"]),
        "伊達市職員共済組合 福島県 - mutual_aid -"
    );
}

#[test]
fn messages() {
    for (printed, expected) in [
        (
            "太子町長",
            "expected one body of the name 太子町, but found it in 大阪府, 兵庫県, and the document does not tell which",
        ),
        ("架空町長", "expected a body of the list, but found '架空町'"),
        (" 公 表 日", "expected a body of the list, but found '公表日'"),
    ] {
        let problem = resolve(printed, &Context::default()).problem.expect("a problem");
        assert_eq!(problem.message.en, expected);
    }
}

#[test]
fn subjects_of_declarations() {
    for (declaration, expected) in [
        ("目黒区は、国民健康保険に関する事務における…", Some("目黒区")),
        ("\n下市町長は、被災者支援に関する事務", Some("下市町長")),
        ("大 崎 市 は, 〔略〕", Some("大 崎 市")),
        ("兵庫県後期高齢者医療広域連合は、〔略〕", Some("兵庫県後期高齢者医療広域連合")),
        ("地方公共団体情報システム機構は、", Some("地方公共団体情報システム機構")),
        ("うきは市は、", Some("うきは市")),
        ("千葉市（以下「本市」という。）は、", Some("千葉市")),
        ("千葉市(以下「本市」とする)は、", Some("千葉市")),
        ("個人情報を扱う。目黒区は、", None),
        ("本町は、", None),
        ("当広域連合は、", None),
        ("本組合は、", None),
        ("当市では、", None),
        ("特定個人情報ファイルの取扱いに当たり、目黒区は、", None),
        ("", None),
    ] {
        assert_eq!(declared_by(declaration), expected, "{declaration}");
    }
}

#[test]
fn what_is_printed_elsewhere_tells_bodies_of_one_name() {
    let agency = resolve("熊谷市長　富岡 清", &Context::default()).agency;
    assert_eq!((agency.name.as_str(), agency.code.as_str()), ("熊谷市", "112020"));
    let texts = &["〒379-1298 群馬県利根郡昭和村糸井388番地"][..];
    assert_eq!(
        resolve("昭和村長", &Context { texts, ..Context::default() }).agency.prefecture,
        "群馬県"
    );
    let problem = resolve("昭和村長", &Context::default()).problem;
    assert_eq!(problem.map(|problem| problem.code), Some(Code::AgencyAmbiguous));
}

#[test]
fn nothing_that_is_printed_breaks_it() {
    let long = "市町村長郡県知事組合".repeat(20_000);
    for printed in [
        long.as_str(),
        "郡郡郡",
        "長",
        "県",
        "市長",
        "組合",
        "\u{fe0f}\u{200b}",
        "北海道郡",
        "（）",
        "🦀市長",
    ] {
        let texts = [printed, "0-0-0000"];
        let _ = resolve(printed, &Context { title: printed, texts: &texts, declared: printed });
        let _ = declared_by(printed);
    }
}

/// Name, prefecture, code, kind and problem of a body printed and declared.
fn declared(printed: &str, declared: &str) -> String {
    short(&resolve(printed, &Context { declared, ..Context::default() }))
}

#[test]
fn a_title_alone_is_that_of_the_body_that_declares() {
    for (printed, subject, expected) in [
        ("市長", "小諸市", "小諸市 長野県 202088 municipality -"),
        ("町長　千田 勝隆", "扶桑町", "扶桑町 愛知県 233625 municipality -"),
        ("教育委員会", "小諸市", "小諸市教育委員会 長野県 202088 education_board -"),
        ("企業管理者", "長野県", "長野県企業管理者 長野県 200000 other -"),
        ("企業団企業長", "佐久水道企業団", "佐久水道企業団 長野県 - partial_association -"),
        ("－", "小諸市", "小諸市 長野県 202088 municipality -"),
        ("なし", "小諸市", "小諸市 長野県 202088 municipality -"),
        ("知事（愛知県）", "", "愛知県 愛知県 230006 prefecture -"),
        ("市長", "", "市長 - - other agency-unknown"),
        ("[令和6年10月 様式3]", "小諸市", "小諸市 長野県 202088 municipality agency-unknown"),
        ("市長", "軽井沢町", "軽井沢町 長野県 203211 municipality agency-ambiguous"),
        ("小諸市長", "軽井沢町", "小諸市 長野県 202088 municipality agency-ambiguous"),
        ("東京都教育庁", "東京都教育委員会", "東京都教育庁 東京都 130001 education_board -"),
    ] {
        assert_eq!(declared(printed, subject), expected, "{printed} {subject}");
    }
}

#[test]
fn names_that_begin_like_another_body() {
    for (printed, expected) in [
        ("飯塚市・桂川町衛生施設組合", "飯塚市・桂川町衛生施設組合 福岡県 - partial_association -"),
        ("佐倉市、酒々井町清掃組合", "佐倉市、酒々井町清掃組合 千葉県 - partial_association -"),
        ("飯能市・日高市", "飯能市 埼玉県 112097 municipality agency-ambiguous"),
        ("会計検査院共済組合代表者", "会計検査院共済組合 - - mutual_aid -"),
        ("内閣総理大臣（こども家庭庁）", "こども家庭庁 - - national -"),
        ("警視庁", "警視庁 東京都 - other -"),
        ("東京都教育庁", "東京都教育庁 東京都 130001 education_board -"),
        ("東京都主税局長", "東京都 東京都 130001 prefecture -"),
        ("小諸市市長", "小諸市 長野県 202088 municipality -"),
        ("三宅島三宅村", "三宅村 東京都 133817 municipality -"),
        ("南ｱﾙﾌﾟｽ市長", "南アルプス市 山梨県 192082 municipality -"),
        ("⿊松内町⻑", "黒松内町 北海道 013935 municipality -"),
        ("全国健康保険協会東京支部", "全国健康保険協会 - - health_insurance -"),
        ("厚生労働省年金局", "厚生労働省 - - national -"),
        ("京都地方税機構広域連合長", "京都地方税機構 京都府 - wide_area_union -"),
        (
            "一部事務組合 大里広域市町村圏組合",
            "大里広域市町村圏組合 埼玉県 - partial_association -",
        ),
        ("公立大学法人大阪", "公立大学法人大阪 - - other -"),
    ] {
        assert_eq!(alone(printed), expected, "{printed}");
    }
}

#[test]
fn a_union_is_where_its_address_is() {
    let address = ["長野県上田市常磐城1-1"];
    assert_eq!(
        within("東信水道企業団", "", &address),
        "東信水道企業団 長野県 - partial_association -"
    );
    let several = ["長野県上田市", "東京都港区の株式会社"];
    assert_eq!(within("東信水道企業団", "", &several), "東信水道企業団 - - partial_association -");
}

#[test]
fn an_office_of_another_body_is_told() {
    let of = |printed: &str, office: &str| {
        let texts = [office];
        let own = resolve(printed, &Context { texts: &texts, ..Context::default() }).agency;
        office::other(&own, office)
    };
    let other = |printed, office| of(printed, office).unwrap_or_default();
    assert_eq!(other("宇検村長", "掛川市役所　総務課 〒774-7024 静岡県掛川市新町5"), "掛川市");
    assert_eq!(other("福井県知事", "新潟県庁 総務部"), "新潟県");
    assert_eq!(other("福井県知事", "三条市役所 市民部"), "三条市");
    let union = "千葉県後期高齢者医療広域連合";
    assert_eq!(other("兵庫県後期高齢者医療広域連合", &format!("{union}事務局 総務課")), union);
    for (printed, office) in [
        ("竹富町長", "竹富町役場 総務課 沖縄県石垣市美崎町11番地1"),
        ("竹富町長", "総務課 〒907-8503 沖縄県石垣市美崎町11番地1"),
        ("目黒区長", "目黒区区民生活部国保年金課管理係 郵便番号: 153-8573 東京都目黒区"),
        ("千葉市長", "〒260-8722 千葉市中央区千葉港1番1号 千葉市役所5階"),
        ("大阪市長", "北区役所 窓口サービス課"),
        ("札幌市北区長", "札幌市役所 総務局"),
        ("熊谷市教育委員会", "熊谷市役所 総務課"),
        ("福井県知事", "福井市役所 市民課"),
        ("福井市長", "福井県庁 情報公開室"),
        ("丹波篠山市長", "篠山市役所 総務課"),
        ("富谷市長", "富谷町役場 総務課"),
        ("兵庫県後期高齢者医療広域連合", "豊岡市役所 国保年金課"),
        ("三条市長", "総務課 電話 0256-34-5511"),
        ("島本町長", "高槻市役所内 総務課"),
        ("埼玉県教育委員会", "さいたま市役所 総務課"),
    ] {
        assert_eq!(of(printed, office), None, "{printed} {office}");
    }
}
