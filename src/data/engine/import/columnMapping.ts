import * as z from "zod/mini";

/** What a column can be: a field of the contact, `id` to find a contact by, or the outcome of an earlier import. */
export const TARGETS = [
  "name",
  "email",
  "phoneNumber",
  "sourceId",
  "avatar",
  "inboxes",
  "queryMetadata",
  "id",
] as const;
export const targetSchema = z.enum(TARGETS);
export type Target = z.infer<typeof targetSchema>;

/** The target of each column, in the file's order; undefined: the column is not imported. */
export type ColumnMapping = readonly (Target | undefined)[];

/** Columns that an import adds to its result; a file that has them is an earlier result. */
export const RESULT_COLUMNS = ["import_status", "import_id", "import_error"] as const;
export const STATUS_COLUMN = RESULT_COLUMNS[0];

/** Header names by target, folded as {@link folded} does: English, 繁體中文, 日本語. */
const NAMES: Readonly<Record<Target, readonly string[]>> = {
  name: [
    ...["name", "fullname", "displayname", "contact", "contactname", "customer", "customername", "nickname"],
    ...[
      "姓名",
      "名稱",
      "名字",
      "聯絡人",
      "聯絡人姓名",
      "聯絡人名稱",
      "客戶",
      "客戶姓名",
      "客戶名稱",
      "暱稱",
      "顯示名稱",
    ],
    ...["名前", "氏名", "お名前", "顧客名", "連絡先名", "連絡先", "表示名", "ニックネーム"],
  ],
  email: [
    ...["email", "emailaddress", "mail", "mailaddress", "emails"],
    ...["電子郵件", "電子郵件地址", "電郵", "信箱", "電子信箱", "郵箱", "郵件"],
    ...["メール", "メールアドレス", "eメール", "電子メール"],
  ],
  phoneNumber: [
    ...["phone", "phonenumber", "phoneno", "tel", "telephone", "telephonenumber", "mobile", "mobilephone"],
    ...["mobilenumber", "cell", "cellphone", "cellphonenumber"],
    ...["電話", "電話號碼", "手機", "手機號碼", "行動電話", "聯絡電話", "連絡電話", "手機電話"],
    ...["電話番号", "携帯", "携帯電話", "携帯番号", "携帯電話番号", "tel番号"],
  ],
  sourceId: [
    ...[
      "sourceid",
      "externalid",
      "externaluserid",
      "userid",
      "customerid",
      "clientid",
      "crmid",
      "customerno",
    ],
    ...[
      "來源id",
      "來源識別碼",
      "外部id",
      "使用者id",
      "客戶編號",
      "客戶id",
      "會員編號",
      "會員id",
      "用戶id",
      "來源編號",
    ],
    ...["ソースid", "外部id", "ユーザーid", "顧客id", "顧客番号", "会員番号", "会員id"],
  ],
  avatar: [
    ...["avatar", "avatarurl", "picture", "pictureurl", "photo", "photourl", "image", "imageurl"],
    ...["頭像", "頭像網址", "大頭貼", "照片", "圖片", "頭像url"],
    ...["アバター", "アバターurl", "画像", "画像url", "写真"],
  ],
  inboxes: [
    ...["inboxes", "inbox", "inboxid", "inboxids", "inboxname", "inboxnames", "channel"],
    ...["收件匣", "收件夾", "對話平台", "頻道", "收件匣id"],
    ...["受信箱", "受信トレイ", "チャネル", "インボックス", "受信トレイid"],
  ],
  queryMetadata: [
    ...["querymetadata", "metadata", "metadatajson"],
    ...["查詢元資料", "元資料", "中繼資料", "後設資料", "查詢中繼資料"],
    ...["クエリメタデータ", "メタデータ"],
  ],
  id: ["id", "contactid", "聯絡人id", "聯絡人編號", "連絡先id", "コンタクトid"],
};

const BY_NAME: ReadonlyMap<string, Target> = new Map(
  TARGETS.flatMap((target) => NAMES[target].map((name): [string, Target] => [name, target])),
);

/** Without case, spaces and signs; full-width letters as plain ones. */
function folded(header: string): string {
  return header
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_\-./:*()[\]'"#]/gu, "");
}

/** The target that a header names, if it is a well-known name. */
export function guessTarget(header: string): Target | undefined {
  return BY_NAME.get(folded(header));
}

/** A mapping for a header: each target once, the first column that names it wins. */
export function guessMapping(columns: readonly string[]): ColumnMapping {
  const used = new Set<Target>();
  return columns.map((column) => {
    const target = guessTarget(column);
    if (target === undefined || used.has(target)) {
      return undefined;
    }
    used.add(target);
    return target;
  });
}

/** Under which name a mapping is remembered: the same header names in the same order. */
export function headerKey(columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => folded(column)));
}

/** Targets that more than one column has: such a mapping cannot be used. */
export function doubleTargets(mapping: ColumnMapping): readonly Target[] {
  return TARGETS.filter((target) => mapping.filter((other) => other === target).length > 1);
}
