const EMAIL = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Eight to fifteen digits with the marks that people write between them; not a part of an id. */
const PHONE = /(?<![\p{L}\p{N}_-])\+?\(?\d(?:[\s().-]{0,2}\d){7,14}(?![\p{L}\p{N}_-])/gu;
/** Members whose digits are no phone number. */
const PLAIN_NUMBERS = /^(?:id|.+Id|.+_id|.+Ids|.+_ids|.*[aA]t)$/u;

/**
 * A value with e-mail addresses and phone numbers masked wherever they stand: in their own fields, in a source id
 * that is one, in metadata.
 */
export function maskPersonalData(value: unknown, name = ""): unknown {
  if (typeof value === "string") {
    return maskText(value, name);
  }
  if (typeof value === "number") {
    return name === "phoneNumber" || name === "phone_number" ? maskPhone(String(value)) : value;
  }
  if (Array.isArray(value)) {
    return value.map((entry) => maskPersonalData(entry, name));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [maskText(key, ""), maskPersonalData(member, key)]),
    );
  }
  return value;
}

function maskText(text: string, name: string): string {
  switch (name) {
    case "email":
      // Whatever it holds: not every server checks addresses.
      return text === "" ? "" : text.search(EMAIL) !== -1 ? maskEmails(text) : maskWord(text);
    case "phoneNumber":
    case "phone_number":
      return text === "" ? "" : maskPhone(text);
    default: {
      const masked = maskEmails(text);
      const isPlain = PLAIN_NUMBERS.test(name) && name !== "sourceId" && name !== "source_id";
      return isPlain ? masked : masked.replaceAll(PHONE, maskPhone);
    }
  }
}

function maskEmails(text: string): string {
  return text.replaceAll(EMAIL, (address) => {
    const at = address.lastIndexOf("@");
    const domain = address.slice(at + 1);
    return `${maskWord(address.slice(0, at))}@${maskWord(domain)}${domain.slice(domain.lastIndexOf("."))}`;
  });
}

/** The first character alone is left. */
function maskWord(text: string): string {
  return `${Array.from(text)[0] ?? ""}•••`;
}

/** The last two digits are left. */
function maskPhone(text: string): string {
  const digits = text.replaceAll(/\D/gu, "");
  return digits.length < 5 ? "•••" : `•••${digits.slice(-2)}`;
}
