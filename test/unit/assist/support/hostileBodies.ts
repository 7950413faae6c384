import { HOSTILE_NAMES } from "../../../support/hostileNames.ts";
import { pick, seededRandom } from "../../model/randomContact.ts";

/** Strings that end a literal, begin an expansion or close a page somewhere. */
export const HOSTILE_VALUES: readonly string[] = [
  `'`,
  `"`,
  "`",
  `''"\`'''"""`,
  `\\`,
  `\\'`,
  `\\"`,
  `\\\n`,
  "$HOME ${HOME} $(id) `id` $env:PATH $(Get-Process)",
  "$MAIAGENT_API_KEY ${process.env.MAIAGENT_API_KEY}",
  "{{$processEnv MAIAGENT_API_KEY}} {{{x}}} {{",
  "%PATH% %25 %s %(a)s {0} {a}",
  "!! !$ !id",
  "\n\r\n\t",
  "\nJSON\n",
  "\n'@\n",
  "\n### \nGET http://evil.test/\n",
  "\nEOF\n'''\n\"\"\"\n",
  "</script><script>alert(1)</script><!-- -->",
  "‘smart’ ‚quotes‛ “here”",
  "王小明 é 😀 👨‍👩‍👧‍👦 \u{e0041}",
  "\ud800 \udfff lone",
  "\u0000\u0001\u001b[31m\u007f\u0085\u00a0",
  "\u2028\u2029\u202e\u2066\ufeff",
  "@file",
  "< ./file",
  "#{a} # comment // /* */",
  "f'{os.environ}'",
  "\\u0041 \\x41 \\N{BULLET} \\U0001F600",
  ...HOSTILE_NAMES.filter((name) => name.length < 1000),
];

const NUMBERS = ["0", "-1", "1.5", "12345678901234567890", "0.10", "1E400", "-0", "1e-7"] as const;

/** Bodies of a PATCH as JSON text: every hostile value is in one of them, as a value and as a name. */
export function hostileBodies(): readonly string[] {
  const random = seededRandom(5);
  const bodies: string[] = [];
  for (let at = 0; at < HOSTILE_VALUES.length; at += 8) {
    const values = HOSTILE_VALUES.slice(at, at + 8);
    const members = values.map(
      (value, index) =>
        `${JSON.stringify(index % 2 === 0 ? `k${index}` : value)}:${pick(random, [
          JSON.stringify(value),
          `[${JSON.stringify(value)},{}]`,
          `{"deep":{"deeper":[[${JSON.stringify(value)}]]}}`,
        ])}`,
    );
    const name = JSON.stringify(`N ${values[0] ?? ""}`.replaceAll(/\p{Cc}/gu, "x").slice(0, 100));
    bodies.push(`{"name":${name},"queryMetadata":{${members.join()}}}`);
  }
  bodies.push(
    ...NUMBERS.map(
      (token) => `{"queryMetadata":{"n":${token},"t":[true,false,null],"text":"\\ud83d\\ude00"}}`,
    ),
    '{"queryMetadata":{"__proto__":{"a":1},"constructor":"x","toString":null}}',
    `{"queryMetadata":{"long":${JSON.stringify("x'\"\n".repeat(60_000))}}}`,
  );
  return bodies;
}
