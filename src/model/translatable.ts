/**
 * Marks a text for the bundles in `l10n/`, in a folder that knows nothing of VS Code: `l10n.t` gives the text back
 * as it is, and who shows it looks it up.
 */
export const l10n = { t: (text: string): string => text };
