mod cuts;
mod pages;
mod placed;
mod tables;
mod whose;

use super::{is_layout, rows};
use crate::rows::Rows;

/// The rows as lines of cells; furniture is marked with `#`, a line break in a cell is `/`.
fn shown(text: &str) -> Vec<String> {
    let row = |row: &crate::rows::Row| {
        let cells: Vec<String> = row.cells.iter().map(|c| c.text.replace('\n', "/")).collect();
        format!("{}{}", if row.furniture { "#" } else { "" }, cells.join(" | "))
    };
    let rows = rows(text);
    check(text, &rows);
    rows.rows.iter().map(row).collect()
}

/// Every printed character is in exactly one cell, and spans quote what is printed.
fn check(text: &str, rows: &Rows) {
    assert_eq!(rows.raw, text);
    let mut seen = vec![0; text.len()];
    for cell in rows.rows.iter().flat_map(|r| &r.cells) {
        let mut last = 0;
        for span in &cell.spans {
            assert!(span.start >= last && span.end as usize <= cell.text.len());
            last = span.end;
            let raw = span.raw_start as usize..span.raw_end as usize;
            assert_eq!(&cell.text[span.start as usize..span.end as usize], &text[raw.clone()]);
            let line = text[..raw.start].matches('\n').count() + 1;
            assert_eq!(span.source.line as usize, line);
            raw.for_each(|byte| seen[byte] += 1);
        }
    }
    for (at, c) in text.char_indices() {
        let blank = c.is_whitespace() || c == '\u{feff}';
        assert!(blank || seen[at] == 1, "{c:?} at {at} is in {} cells", seen[at]);
    }
}

#[test]
fn columns_of_spaces_are_layout() {
    assert!(is_layout(
        "①部署             市民部\n②所属長          市民課長\n法令上の根拠       番号法\n"
    ));
}

#[test]
fn running_text_tabs_and_tags_are_no_layout() {
    assert!(!is_layout("①部署 市民部\n②所属長 市民課長\n法令上の根拠 番号法\n[ ] 税務システム\n"));
    assert!(!is_layout("①部署\t   市民部\n②所属長\t   市民課長\n③根拠\t   番号法\n"));
    assert!(!is_layout("<table>\n      <tr>\n      <td>部署</td>\n      <td>市民部</td>\n"));
    assert!(!is_layout(""));
}

#[test]
fn labels_at_the_top_of_their_values() {
    let text = "\
①事務の名称          住民基本台帳に関する事務
②事務の概要          住民基本台帳法に基づき、住民に関する記録の作成及び管理を行い、その
                証明をする。
                申請等の一部については、電子申請により受け付けることがあり、内容を確
                認する。
③システムの名称        住民記録システム
";
    assert_eq!(
        shown(text),
        [
            "①事務の名称 | 住民基本台帳に関する事務",
            "②事務の概要 | 住民基本台帳法に基づき、住民に関する記録の作成及び管理を行い、その証明をする。/申請等の一部については、電子申請により受け付けることがあり、内容を確認する。",
            "③システムの名称 | 住民記録システム",
        ]
    );
}

#[test]
fn labels_at_the_middle_of_their_values() {
    let text = "\
１．特定個人情報ファイルを取り扱う事務
①事務の名称          特別児童扶養手当等の支給関係事務
                特別児童扶養手当等の支給に関する事務は、当市が処理する。
                番号法の規定に従い、次の事務で特定個人情報を取り扱う。
②事務の概要          (1)有期認定の更新手続
                (2)障害児福祉手当及び特別障害者手当の認定
                (3)認定請求書の受付及び進達
                福祉総合システム
③システムの名称        団体内統合宛名システム
                庁内連携システム
";
    assert_eq!(
        shown(text)[2..],
        [
            "②事務の概要 | 特別児童扶養手当等の支給に関する事務は、当市が処理する。/番号法の規定に従い、次の事務で特定個人情報を取り扱う。/(1)有期認定の更新手続/(2)障害児福祉手当及び特別障害者手当の認定/(3)認定請求書の受付及び進達",
            "③システムの名称 | 福祉総合システム/団体内統合宛名システム/庁内連携システム",
        ]
    );
}

#[test]
fn wrapped_label_beside_a_choice() {
    let text = "\
１．対象人数
評価対象の事務の対象人数は何 ［     10万人以上30万人未満       ］   ＜選択肢＞
人か                                          1) 1,000人未満（任意実施）   2) 1,000人以上1万人未満
                                            3) 1万人以上10万人未満      4) 10万人以上30万人未満
                                            5) 30万人以上
いつ時点の計数か                           令和7年9月1日 時点
特定個人情報ファイル取扱者数 ［         500人未満         ］   ＜選択肢＞
は500人以上か                                    1) 500人以上           2) 500人未満
いつ時点の計数か                           令和7年9月1日 時点
";
    assert_eq!(
        shown(text),
        [
            "１．対象人数",
            "評価対象の事務の対象人数は何人か | ［ 10万人以上30万人未満 ］ ＜選択肢＞ 1) 1,000人未満（任意実施） 2) 1,000人以上1万人未満 3) 1万人以上10万人未満 4) 10万人以上30万人未満 5) 30万人以上",
            "いつ時点の計数か | 令和7年9月1日 時点",
            "特定個人情報ファイル取扱者数は500人以上か | ［ 500人未満 ］ ＜選択肢＞ 1) 500人以上 2) 500人未満",
            "いつ時点の計数か | 令和7年9月1日 時点",
        ]
    );
}

#[test]
fn options_above_and_below_the_answer() {
    let text = "\
６．情報提供ネットワークシステムとの接続                [   ] 接続しない（入手） [     ] 接続しない（提供）
                                        ＜選択肢＞
目的外の入手が行われる                             1) 特に力を入れている
リスクへの対策は十分か    [       十分である        ]   2) 十分である
                                        3) 課題が残されている
                                        ＜選択肢＞
不正な提供が行われるリ                             1) 特に力を入れている
スクへの対策は十分か     [                   ]   2) 十分である
                                        3) 課題が残されている
";
    assert_eq!(
        shown(text),
        [
            "６．情報提供ネットワークシステムとの接続 | [ ] 接続しない（入手） [ ] 接続しない（提供）",
            "目的外の入手が行われるリスクへの対策は十分か | [ 十分である ] ＜選択肢＞ 1) 特に力を入れている 2) 十分である 3) 課題が残されている",
            "不正な提供が行われるリスクへの対策は十分か | [ ] ＜選択肢＞ 1) 特に力を入れている 2) 十分である 3) 課題が残されている",
        ]
    );
}

#[test]
fn an_answer_above_its_brackets_is_put_into_them() {
    let text = "
                   不正な提供・移転が行われるリスクへの対策（委託や情報提供ネットワークシステム
               [                 を通じた提供を除く。）              ]
最も優先度が高いと考えら   ＜選択肢＞
れる対策               1) 目的外の入手が行われるリスクへの対策
                   2) 不正な提供・移転が行われるリスクへの対策
判断の根拠          研修を毎年度行っている。
";
    let rows = shown(text);
    let expected = "最も優先度が高いと考えられる対策 | [ 不正な提供・移転が行われるリスクへの対策（委託や情報提供ネットワークシステム";
    assert!(rows[0].starts_with(expected), "{rows:?}");
    assert!(rows[0].contains("を通じた提供を除く。） ] ＜選択肢＞ 1) 目的外"), "{rows:?}");
    assert_eq!(rows[1], "判断の根拠 | 研修を毎年度行っている。");
}

#[test]
fn what_stands_above_and_below_parentheses_is_put_into_them() {
    let text = "
                [   ] 情報提供ネットワークシステム      [   ] 庁内連携システム
                [   ] 住民基本台帳ネットワークシステム    [   ] 既存住民基本台帳システム
③他のシステムとの接続     [   ] 宛名システム等             [   ] 税務システム
                              標準準拠の各業務システム（介護保険、障害者福祉、児童手当
                [ ○ ] その他   （                                  ）
                              等）
システム4
①システムの名称        電子決裁基盤
";
    let rows = shown(text);
    assert!(
        rows[0].contains("その他 （標準準拠の各業務システム（介護保険、障害者福祉、児童手当"),
        "{rows:?}"
    );
    assert!(rows[0].ends_with("等））"), "{rows:?}");
}

#[test]
fn a_heading_takes_no_value_from_the_label_below() {
    let text = "\
３．特定個人情報の入手・使用
               [ ○ ] 本人又は本人の代理人
               [       ] 評価実施機関内の他部署             （                                      ）
①入手元 ※         [ ○ ] 行政機関・独立行政法人等                    （ 国税庁                              ）
               [       ] 民間事業者      （                                                   ）
               [ ○ ] その他       （ 登記所                                                    ）
②入手方法          [ ○ ] 紙
";
    assert_eq!(
        shown(text),
        [
            "３．特定個人情報の入手・使用",
            "①入手元 ※ | [ ○ ] 本人又は本人の代理人/[ ] 評価実施機関内の他部署 （ ）/[ ○ ] 行政機関・独立行政法人等 （ 国税庁 ）/[ ] 民間事業者 （ ）/[ ○ ] その他 （ 登記所 ）",
            "②入手方法 | [ ○ ] 紙",
        ]
    );
}

#[test]
fn paragraphs_are_joined() {
    let text = "
                個人のプライバシー等の権利利益の保護の宣言



当市は、特別児童扶養手当等の支給の事務で特定個人情報ファイルを取り扱うに当たり、住民のプライバシーに与える影
響を理解したうえで、権利利益の保護に努めることをここに宣言します。



                       評価実施機関名

                        山梨市長
";
    assert_eq!(
        shown(text),
        [
            "個人のプライバシー等の権利利益の保護の宣言",
            "当市は、特別児童扶養手当等の支給の事務で特定個人情報ファイルを取り扱うに当たり、住民のプライバシーに与える影響を理解したうえで、権利利益の保護に努めることをここに宣言します。",
            "評価実施機関名",
            "山梨市長",
        ]
    );
}

#[test]
fn two_columns_for_a_full_width_character() {
    let text = "\
①部署             市民部市民課
②所属長の役職名   市民課長
法令上の根拠      番号法第９条第１項
                  別表の項
";
    assert_eq!(shown(text)[2], "法令上の根拠 | 番号法第９条第１項別表の項");
}

#[test]
fn each_line_of_a_cover_is_a_row() {
    let text = "
          特定個人情報保護評価書（基礎項目評価書）
  評価書番号                      評価書名

    21                 児童手当関係事務   基礎項目評価書


                個人のプライバシー等の権利利益の保護の宣言

当市は、児童手当の支給の事務で特定個人情報ファイルを取り扱うに当たり、権利利益の保護に努めることをここに宣言します。
";
    assert_eq!(
        shown(text)[..4],
        [
            "特定個人情報保護評価書（基礎項目評価書）",
            "評価書番号 | 評価書名",
            "21 | 児童手当関係事務 基礎項目評価書",
            "個人のプライバシー等の権利利益の保護の宣言",
        ]
    );
}

#[test]
fn a_label_beside_others_is_taken_out_of_their_lines() {
    let text = "\
③使用目的    ※          申請内容の審査及び決定に用いる。
      使用部署          市民課、税務課
                                                         ＜選択肢＞
④使用
の主体 使用者数                                                 1) 10人未満          2) 10人以上50人未満
                    [             10人以上50人未満         ]
                                                         3) 50人以上100人未満
⑤使用方法               台帳を検索する。
";
    let rows = shown(text);
    assert_eq!(rows[1], "④使用の主体 | 使用部署 | 市民課、税務課");
    assert!(rows[2].starts_with("使用者数 | [ 10人以上50人未満 ]"), "{rows:?}");
    assert_eq!(rows[3], "⑤使用方法 | 台帳を検索する。");
}

#[test]
fn a_heading_with_a_box_is_not_joined_with_the_label_below() {
    let text = "\
連絡先             市民課
９．規則第9条第2項の適用                                                          [   ] 適用した
適用した理由
";
    let rows = shown(text);
    assert!(rows.contains(&"９．規則第9条第2項の適用 | [ ] 適用した".to_owned()), "{rows:?}");
    assert!(rows.contains(&"適用した理由".to_owned()), "{rows:?}");
}

#[test]
fn a_name_in_parentheses_and_its_title_are_one_cell() {
    let text = "\
①実施日         令和6年4月1日
②方法          点検を受けた。
\u{c}（別添2）        変更箇所
①変更日         令和6年4月1日
②項目          部署
";
    assert!(shown(text).contains(&"（別添2） 変更箇所".to_owned()), "{:?}", shown(text));
}

#[test]
fn any_text_is_read_without_loss() {
    let mut seed = 7u32;
    let alphabet: Vec<char> =
        "    \n\n\u{c}\t　あ漢①1)［］[]（）＜＞。、・※-/日令和事後\r\u{feff}".chars().collect();
    for length in [0usize, 1, 5, 50, 500, 5000] {
        for _ in 0..20 {
            let mut text = String::new();
            for _ in 0..length {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push(alphabet[(seed >> 8) as usize % alphabet.len()]);
            }
            shown(&text);
        }
    }
}

#[test]
fn white_between_boxes_begins_no_row() {
    let text = "\
⑥ 事務担当部署   市民生活部市民課
                 [ ] 本人又は本人
                     の代理人

① 入手元         [ ] 評価実施機関内の他部署
                 [ ] 民間事業者

                 [ ] 紙              [ ] 電子記録媒体（フラッシュ
                                         メモリを除く。）

② 入手方法

                 [ ] 専用線          [ ] 庁内連携
                                         システム
                 [ ] その他
③ 使用目的       事務の処理
④ 部署           課
";
    let rows = shown(text);
    assert_eq!(rows.len(), 5, "{rows:#?}");
    assert!(rows[1].ends_with("[ ] 民間事業者"), "{rows:#?}");
    assert!(rows[1].contains("[ ] 本人又は本人の代理人"), "{rows:#?}");
    assert!(rows[2].contains("[ ] 電子記録媒体（フラッシュメモリを除く。）"), "{rows:#?}");
    assert!(rows[2].contains("[ ] 庁内連携システム"), "{rows:#?}");
}

#[test]
fn characters_that_stand_apart_are_of_one_word() {
    let text = "\
①事務の 名称              こ ど も 医療費の助成に 関す る 事務
②し き い値判断の 結果      実施が 義務付け ら れる
③提供す る 情報の 対象      医療費の 助成関係情報のう ち 命令で定める も の
";
    let rows = shown(&text.repeat(12));
    assert_eq!(rows[1], "②し き い値判断の 結果 | 実施が 義務付け ら れる");
    assert!(rows[2].starts_with("③提供す る 情報の 対象 | "), "{rows:#?}");
}
