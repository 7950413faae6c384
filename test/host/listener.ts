import { createServer, type AddressInfo } from "node:net";

/** A port that nobody should ever ask for anything. */
export interface Listener {
  readonly port: number;
  readonly origin: string;
  /** Connections that it took. */
  readonly heard: number;
  close(): Promise<void>;
}

/** Listens on loopback, notes every connection and ends it. */
export async function startListener(): Promise<Listener> {
  let heard = 0;
  const server = createServer((socket) => {
    heard += 1;
    socket.on("error", () => socket.destroy());
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    get heard() {
      return heard;
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
