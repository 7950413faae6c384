/** Characters that a text should not have. */
export type CharacterProblem = "nullCharacter" | "brokenCharacter" | "controlCharacter";

/**
 * What is wrong with a text's characters. DRF's CharField refuses NUL and halves of surrogate pairs; other control
 * characters it stores, though nobody sees them: line breaks and tabs in one-line fields included.
 */
export function characterProblem(text: string): CharacterProblem | undefined {
  if (text.includes("\0")) {
    return "nullCharacter";
  }
  if (!text.isWellFormed()) {
    return "brokenCharacter";
  }
  return /\p{Cc}/u.test(text) ? "controlCharacter" : undefined;
}

const LOCAL_PART =
  /^(?:[-!#$%&'*+/=?^_`{}|~\p{L}\p{M}\p{N}]+(?:\.[-!#$%&'*+/=?^_`{}|~\p{L}\p{M}\p{N}]+)*|"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*")$/u;
const DOMAIN_LABEL = /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;
const ADDRESS_LITERAL = /^\[[\da-f:.]+\]$/i;

/**
 * Whether Django's EmailValidator would take it: what the server behind the API most likely uses. Letters of any
 * script pass before the @, since other servers take them.
 */
export function looksLikeEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  return at > 0 && LOCAL_PART.test(local) && (isHost(domain) || ADDRESS_LITERAL.test(domain));
}

/** Whether Django's URLValidator would take it, for the two schemes that a picture can have. */
export function looksLikeUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s/?#]\S*$/i.test(text) || !URL.canParse(text)) {
    return false;
  }
  const { hostname } = new URL(text);
  return isHost(hostname) || hostname.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

/** A name with a dot and a last part that is no number, or this machine's own. */
function isHost(text: string): boolean {
  if (text.toLowerCase() === "localhost") {
    return true;
  }
  const labels = text.split(".");
  const last = labels.at(-1) ?? "";
  return (
    labels.length > 1 &&
    labels.every((label) => DOMAIN_LABEL.test(label)) &&
    /^(?:\D{2,}|xn--.+)$/u.test(last)
  );
}
