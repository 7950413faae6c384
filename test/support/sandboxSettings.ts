/** User settings with one connection to a sandbox server whose key comes from `MAIAGENT_API_KEY`. */
export function sandboxSettings(baseUrl: string): Record<string, unknown> {
  const connection = {
    id: "sandbox-local",
    label: "Sample data",
    baseUrl,
    role: "development",
    keySource: "environment",
  };
  return { "maiagent.connections": [connection] };
}
