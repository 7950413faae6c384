import { CLI_USAGE, CliArgumentError, parseCliArguments } from "./cliArguments.ts";
import type { SandboxOptions } from "./sandbox.ts";
import { startSandbox } from "./startSandbox.ts";

/** `npm run sandbox`: starts one sandbox, says how to reach it, stops at Ctrl+C. */
async function main(args: readonly string[]): Promise<void> {
  const options = parseCliArguments(args);
  if (options === "help") {
    console.log(CLI_USAGE);
    return;
  }
  const sandbox = await startSandbox({
    ...options,
    onStateFailure: (error) => {
      const why = error instanceof Error ? error.message : String(error);
      console.error(`The changes could not be kept in ${options.stateFile ?? ""}: ${why}`);
    },
  });
  if (sandbox.corruptStateMovedTo !== undefined) {
    console.error(
      `The state file could not be read; it was moved to ${sandbox.corruptStateMovedTo}. Starting with the sample data.`,
    );
  }
  console.log(`MaiAgent Contacts sandbox, ${options.contacts ?? 300} sample contacts

  Base URL  ${sandbox.baseUrl}
  API key   ${sandbox.apiKey}
${notes(options)}
  curl -H "Authorization: Api-Key ${sandbox.apiKey}" "${sandbox.baseUrl}/contacts/?pageSize=3"

Ctrl+C stops it.`);

  let stopping = false;
  const stop = (): void => {
    // The second Ctrl+C must not wait for anything.
    if (stopping) process.exit(130);
    stopping = true;
    sandbox.close().then(() => console.log("Stopped."), fail);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function notes({ latencyMs, ratePerSecond, stateFile }: SandboxOptions): string {
  return [
    latencyMs === undefined ? "" : `  Latency   ${latencyMs} ms\n`,
    ratePerSecond === undefined ? "" : `  Rate      ${ratePerSecond} requests per second\n`,
    stateFile === undefined ? "" : `  State     ${stateFile}\n`,
  ].join("");
}

function fail(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof CliArgumentError) {
    console.error(`${error.message}\n\n${CLI_USAGE}`);
  } else if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    console.error("That port is in use. Choose another with --port, or leave it out for a free one.");
  } else {
    console.error(error instanceof Error ? error.message : String(error));
  }
}

main(process.argv.slice(2)).catch(fail);
