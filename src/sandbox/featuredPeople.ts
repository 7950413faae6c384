import type { ContactFields } from "./contactStore.ts";
import { sampleInboxes } from "./sampleInboxes.ts";
import { accessRules, bigIntegerRules, textRules } from "./sampleMetadata.ts";

const [line = "", telegram = "", web = "", messenger = "", japan = ""] = sampleInboxes.map(({ id }) => id);
const [retail, vip, nested, internal, japanOnly] = accessRules;
const avatar = (name: string): string => `https://cdn.example.com/avatars/${name}.png`;

/** The newest contacts, written by hand: they are what a screenshot, a demonstration or a new user sees first. */
export const featuredPeople: readonly ContactFields[] = [
  {
    name: "陳美玲",
    inboxIds: [line, web],
    avatar: avatar("meiling.chen"),
    phoneNumber: "+886 2 0000 0142",
    email: "meiling.chen@example.com",
    sourceId: "crm-104233",
    queryMetadata: nested,
  },
  {
    name: "Hiroshi Tanaka",
    inboxIds: [japan],
    avatar: "",
    phoneNumber: "+81 3 0000 0187",
    email: "hiroshi.tanaka@mail.example",
    sourceId: "crm-104198",
    queryMetadata: japanOnly,
  },
  {
    name: "林志明",
    inboxIds: [line],
    avatar: null,
    phoneNumber: "+886 2 0000 0119",
    email: "chihming.lin@example.com",
    sourceId: "crm-104171",
    queryMetadata: vip,
  },
  {
    name: "Olivia Bennett",
    inboxIds: [web, messenger],
    avatar: avatar("olivia.bennett"),
    phoneNumber: "+44 7700 900461",
    email: "olivia.bennett@example.org",
    sourceId: "crm-104165",
    queryMetadata: bigIntegerRules,
  },
  {
    name: "佐藤 陽菜",
    inboxIds: [japan],
    avatar: null,
    phoneNumber: null,
    email: "hina.sato@mail.example",
    sourceId: "crm-104150",
    queryMetadata: "null",
  },
  {
    name: "黃雅婷",
    inboxIds: [line],
    phoneNumber: "+886 2 0000 0135",
    email: "",
    sourceId: "crm-104142",
    queryMetadata: retail,
  },
  {
    name: "فاطمة الزهراني",
    inboxIds: [messenger],
    avatar: "",
    phoneNumber: "+966 11 000 0128",
    email: "fatima.alzahrani@example.net",
    sourceId: "crm-104127",
    queryMetadata: retail,
  },
  {
    name: "張家豪",
    inboxIds: [telegram],
    avatar: null,
    email: "chiahao.chang@example.com",
    sourceId: "crm-104119",
    queryMetadata: internal,
  },
  {
    name: "Liam O'Connor",
    inboxIds: [web],
    avatar: null,
    phoneNumber: "+1 202 555 0173",
    email: "liam.oconnor@example.org",
    sourceId: null,
    queryMetadata: textRules,
  },
  {
    name: "吳怡君",
    inboxIds: [line, telegram],
    avatar: avatar("yichun.wu"),
    phoneNumber: "+886 2 0000 0166",
    email: "yichun.wu@example.com",
    sourceId: "crm-104101",
    queryMetadata: vip,
  },
  {
    name: "鈴木 健太",
    inboxIds: [japan, line],
    phoneNumber: "+81 3 0000 0154",
    email: null,
    sourceId: "crm-104088",
    queryMetadata: japanOnly,
  },
  {
    name: "يوسف المصري",
    inboxIds: [web],
    avatar: null,
    phoneNumber: "",
    email: "yusuf.almasri@example.net",
    sourceId: "crm-104073",
  },
];
