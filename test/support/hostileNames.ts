/** VS Code's own rule for links in notifications and input boxes (src/vs/base/common/linkedText.ts). */
export const VSCODE_LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/giu;
/** VS Code's own rule for icons in labels (src/vs/base/common/iconLabels.ts), looser in what a name may be. */
export const VSCODE_ICON = /\$\([^)]*\)/u;
/** Controls, bidi and zero-width characters. */
export const INVISIBLE =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/u;

/**
 * Names that try to become a link, an icon, a command or something that cannot be seen, for tests of every place
 * where a name is shown. The numbers at the end are the limits of labels (200) and of values in sentences (120).
 */
export const HOSTILE_NAMES: readonly string[] = [
  // Links
  "[click me](command:workbench.action.terminal.sendSequence)",
  "[a](command:maiagent.deleteContact?%5B%22x%22%5D)",
  "[a](https://evil.test)",
  "[a](http://evil.test 'title')",
  "[a](file:///etc/passwd)",
  "[a](COMMAND:workbench.action.quit)",
  "[a] (command:x)",
  "[a]\t(command:x)",
  "[a]\n(command:x)",
  "[a]\u200b(command:x)",
  "[a]\u00a0(command:x)",
  "[a]\u3000(command:x)",
  "[a]\u202e(command:x)",
  "[a]\u0000\u200d(command:x)",
  "[a]\u{e0041}(command:x)",
  "[[a]](command:x)",
  "![a](command:x)",
  "[a](command:x)[b](command:y)",
  "](command:x)",
  "]](((command:x)",
  "[a\u200b](command:\u200bx)",
  "<a href='command:x'>y</a> [y](command:x)",
  // Icons
  "$(trash)",
  "$(sync~spin) $(warning)",
  "$$(trash)",
  "$$$((trash))",
  "\\$(trash)",
  "$\u200b(trash)",
  "$\u0000(trash)",
  "$\u202d(trash)",
  "$\u3164(trash)",
  "$($(trash)trash)",
  // Bidirectional text
  "\u202eevil\u202c",
  "\u2066isolate\u2069",
  "\u061carabic mark",
  "left\u200eright\u200f",
  "\u202a\u202b\u202d\u2067\u2068",
  // Without a glyph
  "zero\u200bwidth",
  "join\u200der non\u200cjoiner",
  "\ufeffmark",
  "soft\u00adhyphen word\u2060joiner",
  "\u3164\u115f\u1160\uffa0",
  "grapheme\u034fjoiner",
  "hidden\u{e0068}\u{e0069}\u{e007f}",
  "annotation\ufff9\ufffa\ufffb",
  "music\u{1d173}\u{1d17a} shorthand\u{1bca0}",
  "\u180evowel",
  // Controls
  "\u0000null",
  "bell\u0007 back\u0008space",
  "\u001b[31mred\u001b[0m",
  "\u009b31mC1",
  "line\nbreak\r\nand\ttab",
  "next\u0085line",
  "separator\u2028and\u2029paragraph",
  "\u007f",
  // Overlong
  "a".repeat(5000),
  "[a](command:x)".repeat(100),
  "$(x)".repeat(100),
  `${"a".repeat(118)}$(trash)`,
  `${"a".repeat(196)}[a](command:x)`,
  "e\u0301".repeat(3000),
  // Surrogate pairs at the cut
  "😀".repeat(500),
  `a${"😀".repeat(500)}`,
  `${"a".repeat(119)}😀😀`,
  `${"a".repeat(199)}😀😀`,
  `${"a".repeat(119)}👨‍👩‍👧‍👦`,
];
