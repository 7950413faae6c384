import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** VS Code's log files. Without this the output channels of extensions stay empty. */
const SPDLOG = `
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");
const LEVELS = ["trace", "debug", "info", "warning", "error", "critical"];

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = 2;
    this.raw = false;
    mkdirSync(dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    try {
      appendFileSync(this.file, this.raw ? message : time + " [" + LEVELS[level] + "] " + message + "\\n");
    } catch {
      // The profile is being removed.
    }
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.raw = false; }
  clearFormatters() { this.raw = true; }
  flush() {}
  drop() {}
}
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger("", name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger("", name, file);
`;

/** Ends the extension host when the server is gone. */
const WATCHDOG = `
exports.start = (pid) => {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 3000).unref();
};
exports.exit = (code) => process.exit(code || 0);
`;

/** Hashes code-server's log-in password, which is never set here; but without it code-server does not start. */
const ARGON2 = `exports.hash = exports.verify = () => { throw new Error("no argon2"); };\n`;

/** Entry file of a package inside the install folder, and what stands in for it. */
const STAND_INS: readonly (readonly [path: string, text: string])[] = [
  ["node_modules/code-server/lib/vscode/node_modules/@vscode/spdlog/index.js", SPDLOG],
  ["node_modules/code-server/lib/vscode/node_modules/@vscode/native-watchdog/index.js", WATCHDOG],
  ["node_modules/code-server/lib/vscode/node_modules/native-watchdog/index.js", WATCHDOG],
  // Newer releases bring their binary and have another entry file.
  ["node_modules/argon2/argon2.js", ARGON2],
];

/**
 * Puts plain JavaScript in the place of native modules that npm would have to compile: that needs a C++
 * toolchain, and code-server is installed without running any package's script.
 */
export async function writeNativeStandIns(folder: string): Promise<void> {
  for (const [path, text] of STAND_INS) {
    const file = join(folder, path);
    if (existsSync(file)) await writeFile(file, text.trimStart());
  }
}
