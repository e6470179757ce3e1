//! Whose a piece is: of the label or of its value, of this row or of the next.

use super::shown;
use crate::read::table::white::spaced::rows;

#[test]
fn boxes_left_of_the_values_are_values() {
    let text = "\
③取扱者の数             1000人以上
                    [○] 専用線                         [ ] 電子メール
④ 委託先への特定個人情 [○] 電子記録媒体                      [ ] フラッシュメモリ
報ファイルの提供方法
             [ ]紙
             [ ] その他  （                        ）
⑤   委託先名の確認方法      担当課への問合せにより確認できる。
⑥   委託先名           中央ソフトサービス（株）
";
    assert_eq!(
        shown(text)[1],
        "④ 委託先への特定個人情報ファイルの提供方法 | [○] 専用線 [ ] 電子メール/[○] 電子記録媒体 [ ] フラッシュメモリ/[ ]紙/[ ] その他 （ ）"
    );
}

#[test]
fn reference_marks_belong_to_the_labels() {
    let text = "\
⑤本人への明示                   窓口に掲示する。
⑥使用目的                     申請内容の審査及び決定に用いる。
                      ※ 対象者を正確に把握するため。
⑦情報の統計分析              ※ 国への報告のため、件数を集計する。
";
    assert_eq!(
        shown(text),
        [
            "⑤本人への明示 | 窓口に掲示する。",
            "⑥使用目的※ | 申請内容の審査及び決定に用いる。/対象者を正確に把握するため。",
            "⑦情報の統計分析 ※ | 国への報告のため、件数を集計する。",
        ]
    );
}

#[test]
fn labels_numbered_behind_a_common_word_are_several() {
    let text = "\
⑦時期・頻度            年１回
移転先６～１０
移転先１１～１５
移転先１６～２０
①保管場所             施錠した書庫
②保管期間             ５年
";
    assert_eq!(shown(text)[1..4], ["移転先６～１０", "移転先１１～１５", "移転先１６～２０"]);
}

#[test]
fn a_side_label_between_two_labels() {
    let text = "\
⑥   委託先名           中央ソフトサービス（株）
                   [            再委託する             ]
      ⑦   再委託の有無       ＜選択肢＞
      ※                1) 再委託する
再委託                    2) 再委託しない
      ⑧   再委託の許諾方法    書面で承認する。
      ⑨   再委託事項       機器の交換作業
";
    assert_eq!(
        shown(text)[1],
        "再委託 | ⑦ 再委託の有無※ | [ 再委託する ] ＜選択肢＞ 1) 再委託する 2) 再委託しない"
    );
}

#[test]
fn a_label_over_the_values_goes_on_below() {
    let text = "\
１．請求
①請求先            施設課
②請求方法           窓口で受け付け、記録する。
③法令による特別の手続    定めていない。
④個人情報ファイル簿への不
記載等             なし
⑤費用             無料
";
    assert_eq!(shown(text)[4], "④個人情報ファイル簿への不記載等 | なし");
}

#[test]
fn spaced_out_labels_are_no_side_labels() {
    let text = "\
⑥使用目的            適正に処理するため。
  変更の妥当性          なし
      使   用   部   署   市民課、各支所
⑦使用 使   用   者   数   ［  10人未満  ］ ＜選択肢＞
の主体                   1) 10人未満  2) 10人以上
⑧使用方法            台帳に記録する。
";
    let rows = shown(text);
    assert_eq!(rows[1], "変更の妥当性 | なし");
    assert!(rows[2].ends_with("使 用 部 署 | 市民課、各支所"), "{rows:?}");
}

#[test]
fn two_choices_in_a_row_of_lines_are_two_rows() {
    let text = "\
部署                 市民課
                   [            1万人未満             ]
①対象となる本人の数         ＜選択肢＞
                     1) 1万人未満      2) 1万人以上
                   [            10人未満             ]
②取扱者の数             ＜選択肢＞
                     1) 10人未満      2) 10人以上
";
    assert_eq!(
        shown(text)[1..],
        [
            "①対象となる本人の数 | [ 1万人未満 ] ＜選択肢＞ 1) 1万人未満 2) 1万人以上",
            "②取扱者の数 | [ 10人未満 ] ＜選択肢＞ 1) 10人未満 2) 10人以上",
        ]
    );
}

#[test]
fn a_count_stands_below_the_options() {
    let text = "\
部署                 市民課
                   [            委託する             ]
                     ＜選択肢＞
委託の有無    ※          1) 委託する
                     2) 委託しない
                       （   4      ）件
委託事項1              運用及び保守
①委託内容              サーバ機器の保守
";
    assert_eq!(
        shown(text)[1..3],
        [
            "委託の有無 ※ | [ 委託する ] ＜選択肢＞ 1) 委託する 2) 委託しない/（ 4 ）件",
            "委託事項1 | 運用及び保守",
        ]
    );
}

/// A table whose values stand at the top of their rows and all else at the middle.
const CHANGES: &str = "\
   変更日             項目            変更前の記載              変更後の記載          提出時期
                              手順書を備え、改定の都度、読み合わせを 業務の繁忙期には、応援の職員にも同じ
令和2年4月10日  Ⅰ 1. ②事務の概要         行う。               研修を受けさせる。          事後
                              平成31年3月1日時点          令和2年3月1日時点
令和2年4月11日  Ⅱ 2. いつ時点の計数か                                          事前
                              手順書を備え、改定の都度、読み合わせを （削除）
令和3年11月23日 Ⅰ 8. 連絡先            行う。                                 事後
                              [実施しない]              [実施する]
令和3年11月24日 Ⅰ 4. ①実施の有無                                            事前
                              再委託しない               [ 再委託する ]
          Ⅳ 7. 特定個人情報の漏えい・滅
令和3年11月25日 失・毀損リスクへの対策は十分か                                          事後
";

#[test]
fn a_row_of_a_table_has_all_its_columns() {
    let rows = shown(CHANGES);
    assert_eq!(rows.len(), 6, "{rows:#?}");
    assert_eq!(rows[4], "令和3年11月24日 | Ⅰ 4. ①実施の有無 | [実施しない] | [実施する] | 事前");
}

#[test]
fn rows_that_could_be_cut_otherwise_say_so() {
    let text = "\
①部署              市民課
②所属長             課長
③事務の概要           台帳を管理する。
                 届出を受け付ける。
④システムの名称         台帳システム
                 宛名システム
";
    let unsure: Vec<bool> = rows(text).rows.iter().map(|row| row.unsure).collect();
    assert_eq!(unsure, [false; 4]);
    let text = "\
所管               市民部

                 証明を求めた者
対象者              届出をした者
                 その代理人

                 台帳を管理する。
①事務の概要           届出を受け付ける。
                 証明書を交付する。
②システムの名称         宛名システム
                 証明書システム
③部署              市民課
";
    let rows = rows(text).rows;
    assert!(!rows[1].unsure && rows[2].unsure && rows[3].unsure, "{rows:?}");
}

#[test]
fn what_begins_a_value_is_no_label() {
    let text = "\
①委託の有無          ［                委託する           ］
②委託内容                   帳票の印刷、封入封緘及び発送までの一連の作業
③運用の体制                  次のとおり
                       １ 窓口と執務の区域をカウンターで分けている。
                       ２ 監視カメラを設置し、映像を保存している。
④連絡先                    市役所 総務課 〒123-4567
                       072-606-3808
⑤対応方法                   関係課と協議して回答する。
";
    assert_eq!(
        shown(text),
        [
            "①委託の有無 | ［ 委託する ］",
            "②委託内容 | 帳票の印刷、封入封緘及び発送までの一連の作業",
            "③運用の体制 | 次のとおり/１ 窓口と執務の区域をカウンターで分けている。/２ 監視カメラを設置し、映像を保存している。",
            "④連絡先 | 市役所 総務課 〒123-4567/072-606-3808",
            "⑤対応方法 | 関係課と協議して回答する。",
        ]
    );
}

#[test]
fn a_list_is_not_torn() {
    let text = "\
委託事項2              コールセンターの業務
                   ＊システムの稼働監視及び定期的な点検
                   ＊照会に対する調査及び回答案の作成
                   ＊帳票の印刷及び発送までの作業
①   委託内容           ＊臨時窓口の運営に関する作業一式
                   ＊機器の保守及び媒体の保管
③委託先名             中央ソフトサービス（株）
";
    let read = shown(text);
    assert_eq!(read[0], "委託事項2 | コールセンターの業務");
    assert!(read[1].starts_with("① 委託内容 | ＊システムの稼働監視"));
}

#[test]
fn an_answer_around_its_brackets_is_of_their_row() {
    let text = "\
①実施日         2018/8/19
               特定個人情報保護評価の実施が義務付けられない（任意に重点項目評価を
             [                                   ]
                              実施）
              ＜選択肢＞
②しきい値判断結果     1) 基礎項目評価及び重点項目評価の実施が義務付けられる
              2) 基礎項目評価の実施が義務付けられる（任意に重点項目評価を実施）
              3) 特定個人情報保護評価の実施が義務付けられない（任意に重点項目評価を実施）
③方法          公表している。
";
    let read = shown(text);
    assert_eq!(read[0], "①実施日 | 2018/8/19");
    let answer = "特定個人情報保護評価の実施が義務付けられない（任意に重点項目評価を実施）";
    assert!(read[1].starts_with("②しきい値判断結果 | [ "), "{read:?}");
    assert!(read[1].replace(['/', ' '], "").contains(&format!("[{answer}]")), "{read:?}");
}

#[test]
fn a_label_with_its_mark_ends_before_one_that_is_set_in() {
    let text = "\
② 対象となる本人の数     10人
③ 対象となる本人の範囲 ※
                 軽自動車等の所有者又は使用者
    その必要性        事務を適正に行うため、対象者の資格及び異動の状況を管理する必要がある。
④ 記録される項目       30項目
";
    let read = shown(text);
    assert_eq!(read[1], "③ 対象となる本人の範囲 ※ | 軽自動車等の所有者又は使用者");
    assert!(read[2].starts_with("その必要性 | 事務を適正に"), "{read:?}");
}

#[test]
fn a_value_below_a_label_that_fills_its_column_is_not_of_the_next_row() {
    let text = "\
③ 移転する情報              世帯情報、診断書提出日、手当の受給の状況並びに認定に要する事項として命令で定めるもの
④ 移転する情報の対象となる本人の数       10万人
⑤ 移転する情報の対象となる本人の範囲
                      手当の請求者、受給者、配偶者及び扶養義務者並びに対象障害児
⑥ 移転方法                [   ] 庁内連携システム     [   ] 専用線
                      [   ] 電子メール        [   ] 電子記録媒体（フラッシュメモリを除く。）
                      [   ] フラッシュメモリ     [ ○ ] 紙
                      [   ] その他  （                                       ）
⑦ 時期・頻度              制度の開始時に一括で取得し、以後は異動の都度取得する。
";
    let read = shown(text);
    assert!(
        read[2].ends_with("範囲 | 手当の請求者、受給者、配偶者及び扶養義務者並びに対象障害児"),
        "{read:?}"
    );
    assert!(read[3].starts_with("⑥ 移転方法 | [ ] 庁内連携システム"), "{read:?}");
}

#[test]
fn the_number_of_an_option_is_no_part_of_the_label() {
    let text = "\
実施の有無           [○] 自己点検                        [ ] 内部監査
                [ ] 外部監査
                [                                                   ]
                  ＜選択肢＞
従業者に対する教育・啓発 1) 特に力を入れて行っている
                     2) 十分に行っている
                     3) 十分に行っていない
具体的な方法          年に一度、研修を行う。
";
    let read = shown(text);
    assert!(
        read[1].starts_with("従業者に対する教育・啓発 | [ ] ＜選択肢＞ 1) 特に力を入れて"),
        "{read:?}"
    );
}

#[test]
fn a_date_set_with_spaces_is_one_cell_however_far_it_reaches() {
    let text = "\
   変更日                項目                  変更前の記載                       変更後の記載           提出時期
平成 28 年 11 月 22 II 1. 対象人数は何人か          [ ]庁内連携システム               [○]庁内連携システム       事後
      日
                I 関連情報              再委託しない             再委託する
  H28.11.22     5. 担当部署                                                        事後
                ①部署
平成 28 年 12 月 13 II－2－（いつ時点の計数か）    アルタス計算センター       富岳計算センター          事前
      日
  H28.12.13     I 1. ③システムの名称          十分である                特に力を入れている         事後
";
    let read = shown(text);
    assert!(read[1].starts_with("平成 28 年 11 月 22日 | II 1. 対象人数は何人か"), "{read:?}");
    assert!(read[3].starts_with("平成 28 年 12 月 13日 | II－2－"), "{read:?}");
}

#[test]
fn a_choice_goes_on_with_no_text() {
    let text = "\
２．監査
実施の有無        [    実施する    ]      ＜選択肢＞
                                     1) 実施する    2) 実施しない
リスクに対する措置の内容  職員が画面で件数を確かめ、差があれば記録して所属長に報告する。
リスクへの対策は十分か                        ＜選択肢＞
              [     十分である    ]     1) 特に力を入れている  2) 十分である
";
    let rows = shown(text);
    let label = |row: &String| row.split(" | ").next().unwrap_or_default().to_owned();
    let labels: Vec<String> = rows.iter().map(label).collect();
    assert!(labels.contains(&"リスクに対する措置の内容".to_owned()), "{rows:?}");
    assert!(labels.contains(&"リスクへの対策は十分か".to_owned()), "{rows:?}");
}

#[test]
fn entries_of_one_list_are_of_one_label() {
    let text = "\
２．監査
ルールの内容及びルー     ・職員が画面で件数を確かめる。
ル遵守の確認方法       ・差があれば記録する。
その他の措置の内容      手順書を課内に備え、改定の都度、読み合わせを行う。また、新任の職員にも読ませる。
所属長の役職名        市民課長
";
    let rows = shown(text);
    assert!(
        rows.iter().any(|row| row.starts_with("ルールの内容及びルール遵守の確認方法 |")),
        "{rows:?}"
    );
}
