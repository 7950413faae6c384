/**
 * The parts of undici that are imported by themselves: the package's root replaces the process-wide dispatcher on
 * some hosts. Types come from the root, which types do not load.
 */
declare module "undici/lib/dispatcher/agent.js" {
  const Agent: typeof import("undici").Agent;
  export default Agent;
}

declare module "undici/lib/api/api-request.js" {
  type Root = import("undici").Dispatcher;
  export default function request(
    this: Root,
    options: import("undici").Dispatcher.RequestOptions,
  ): Promise<import("undici").Dispatcher.ResponseData>;
}
