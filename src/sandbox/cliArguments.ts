import { parseArgs } from "node:util";
import type { SandboxOptions } from "./sandbox.ts";

export const CLI_USAGE = `Usage: npm run sandbox -- [options]

A local contacts server with sample data, for curl and for tests.

  --port P        port on 127.0.0.1 (default: a free one)
  --contacts N    number of sample contacts (default: 300)
  --latency MS    answer this many milliseconds late (default: 0)
  --rate R        requests per second before 429 (default: no limit)
  --key K         API key to accept (default: random)
  --state FILE    keep changes in this file (default: memory only)
  --help          this text
`;

/** A complaint about the command line, to be shown as it is. */
export class CliArgumentError extends Error {}

/**
 * Reads the command line.
 *
 * @returns the options, or `help` when that was asked for
 * @throws CliArgumentError naming the argument and what it should be
 */
export function parseCliArguments(args: readonly string[]): SandboxOptions | "help" {
  const values = parseValues(args);
  if (values.help === true) return "help";
  return {
    ...whole("port", "port", values.port, 65_535),
    ...whole("contacts", "contacts", values.contacts, 1_000_000),
    ...whole("latency", "latencyMs", values.latency, 600_000),
    ...rate(values.rate),
    ...key(values.key),
    ...(values.state === undefined ? {} : { stateFile: values.state }),
  };
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        contacts: { type: "string" },
        latency: { type: "string" },
        rate: { type: "string" },
        key: { type: "string" },
        state: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    // Node's own text names the argument: "Unknown option '--prot'".
    throw new CliArgumentError(error instanceof Error ? error.message : String(error));
  }
}

type NumberOption = "port" | "contacts" | "latencyMs";

function whole(
  argument: string,
  option: NumberOption,
  text: string | undefined,
  max: number,
): Pick<SandboxOptions, NumberOption> {
  if (text === undefined) return {};
  if (!/^\d{1,9}$/.test(text) || Number(text) > max) {
    throw new CliArgumentError(`--${argument} must be a whole number from 0 to ${max}, not "${text}".`);
  }
  return { [option]: Number(text) };
}

function rate(text: string | undefined): Pick<SandboxOptions, "ratePerSecond"> {
  if (text === undefined) return {};
  const ratePerSecond = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (ratePerSecond <= 0) throw new CliArgumentError(`--rate must be a number above 0, not "${text}".`);
  return { ratePerSecond };
}

function key(text: string | undefined): Pick<SandboxOptions, "apiKey"> {
  if (text === undefined) return {};
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new CliArgumentError("--key must be printable ASCII without spaces, as it goes into a header.");
  }
  return { apiKey: text };
}
