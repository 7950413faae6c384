/** npm settings of the person's machine that an npm inside a script of ours still needs. */
const KEPT_NPM_SETTINGS =
  /^npm_config_(registry|cache|userconfig|globalconfig|cafile|ca|proxy|https_proxy|noproxy|strict_ssl|\/\/.*)$/i;

/**
 * The environment for programs that the harness starts: this process' own without what npm scripts, VS Code's
 * terminal, Playwright and a developer's real connection would leak into them.
 */
export function childEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !isLeak(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

function isLeak(name: string): boolean {
  if (/^npm_/i.test(name)) return !KEPT_NPM_SETTINGS.test(name);
  return (
    /^(VSCODE_|ELECTRON_|CODE_SERVER_|MAIAGENT_|CS_|PW_|PLAYWRIGHT_|TEST_)/.test(name) ||
    [
      "NODE_OPTIONS",
      "NODE_TEST_CONTEXT",
      "NODE_ENV",
      "INIT_CWD",
      "PORT",
      "PASSWORD",
      "HASHED_PASSWORD",
    ].includes(name)
  );
}
