import type { Random } from "./random.ts";

/** A language community of the sample data: how its people are called and phoned. */
export interface Community {
  /** Written form and Latin form for the e-mail address. */
  readonly families: readonly [Spelled, ...Spelled[]];
  readonly givens: readonly [Spelled, ...Spelled[]];
  /** Puts the parts together as the language does. */
  readonly fullName: (family: string, given: string) => string;
  /** Nobody can have these numbers: ranges reserved for fiction, else local numbers that begin with 0. */
  readonly phone: (random: Random) => string;
  readonly emailDomain: string;
}

type Spelled = readonly [written: string, latin: string];

/** `"陳 chen, 林 lin"` as pairs; the text form keeps the tables readable. Frequent names stand there more than once. */
function spelled(list: string): readonly [Spelled, ...Spelled[]] {
  const [first, ...rest] = list.split(", ").map((entry): Spelled => {
    const [written = "", latin = written.toLowerCase()] = entry.split(" ");
    return [written, latin];
  });
  if (first === undefined) throw new Error("a community has names");
  return [first, ...rest];
}

const digits = (random: Random, count: number): string =>
  String(random.below(10 ** count)).padStart(count, "0");

/** Traditional Chinese, as in Taiwan. */
export const chinese: Community = {
  families: spelled(
    "陳 chen, 陳 chen, 陳 chen, 陳 chen, 林 lin, 林 lin, 林 lin, 黃 huang, 黃 huang, 張 chang, 李 lee, 王 wang, 吳 wu, 劉 liu, 蔡 tsai, 楊 yang, 許 hsu, 鄭 cheng, 謝 hsieh, 郭 kuo, 洪 hung, 邱 chiu, 曾 tseng, 廖 liao, 賴 lai, 周 chou, 葉 yeh, 蘇 su, 莊 chuang, 呂 lu, 歐陽 ouyang",
  ),
  givens: spelled(
    "美玲 meiling, 志明 chihming, 淑芬 shufen, 俊傑 chunchieh, 雅婷 yating, 家豪 chiahao, 怡君 yichun, 宗翰 tsunghan, 佩珊 peishan, 冠宇 kuanyu, 詩涵 shihhan, 承恩 chengen, 欣怡 hsinyi, 柏翰 pohan, 心怡 hsini, 建宏 chienhung, 思妤 szuyu, 子涵 tzuhan, 品睿 pinjui, 宥廷 yuting, 惠雯 huiwen, 明哲 mingche, 筱婷 hsiaoting, 文華 wenhua, 秀英 hsiuying, 國強 kuochiang, 曉薇 hsiaowei, 彥廷 yenting, 玉蘭 yulan, 安安 anan",
  ),
  fullName: (family, given) => family + given,
  phone: (random) => `+886 2 0000 ${digits(random, 4)}`,
  emailDomain: "example.com",
};

/** Japanese. */
export const japanese: Community = {
  families: spelled(
    "佐藤 sato, 鈴木 suzuki, 高橋 takahashi, 田中 tanaka, 伊藤 ito, 渡辺 watanabe, 山本 yamamoto, 中村 nakamura, 小林 kobayashi, 加藤 kato, 吉田 yoshida, 山田 yamada, 佐々木 sasaki, 松本 matsumoto, 井上 inoue, 木村 kimura, 清水 shimizu, 山口 yamaguchi",
  ),
  givens: spelled(
    "陽菜 hina, 葵 aoi, 結衣 yui, 美咲 misaki, さくら sakura, 花子 hanako, 由美子 yumiko, 恵 megumi, 真由美 mayumi, 蓮 ren, 大輔 daisuke, 健太 kenta, 翔 sho, 拓也 takuya, 直樹 naoki, 和也 kazuya, 優斗 yuto, 誠 makoto, 浩 hiroshi, ひなた hinata",
  ),
  fullName: (family, given) => `${family} ${given}`,
  phone: (random) => `+81 3 0000 ${digits(random, 4)}`,
  emailDomain: "mail.example",
};

/** English. */
export const english: Community = {
  families: spelled(
    "Smith, Johnson, Williams, Brown, Taylor, O'Connor oconnor, Walker, Wright, Robinson, Thompson, Hughes, Edwards, Green, Campbell, Murphy, Kelly, Bennett, Foster, Nguyen, García garcia",
  ),
  givens: spelled(
    "Olivia, Emma, Charlotte, Amelia, Sophie, Grace, Hannah, Zoë zoe, Rachel, Alice, Liam, Noah, Oliver, James, Daniel, Samuel, Thomas, Ethan, Peter, Marcus, Priya, Chloé chloe",
  ),
  fullName: (family, given) => `${given} ${family}`,
  phone: (random) =>
    random.chance(50) ? `+1 202 555 01${digits(random, 2)}` : `+44 7700 900${digits(random, 3)}`,
  emailDomain: "example.org",
};

/** Arabic: right to left. */
export const arabic: Community = {
  families: spelled(
    "الحسن alhassan, المصري almasri, الخطيب alkhatib, العلي alali, حداد haddad, النجار alnajjar, منصور mansour, الزهراني alzahrani, القحطاني alqahtani, خليل khalil, سليمان suleiman, ناصر nasser",
  ),
  givens: spelled(
    "محمد mohammed, أحمد ahmad, يوسف yusuf, عمر omar, خالد khalid, طارق tariq, فاطمة fatima, مريم maryam, ليلى layla, نور noor, سارة sara, هدى huda, زينب zainab, كريم karim",
  ),
  fullName: (family, given) => `${given} ${family}`,
  phone: (random) => `+966 11 000 ${digits(random, 4)}`,
  emailDomain: "example.net",
};
