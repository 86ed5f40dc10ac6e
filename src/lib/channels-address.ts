import type { Options } from "pusher-js";

/** The browser's settings for the channels server; nothing here is secret. */
export interface ChannelsAddress {
  key: string;
  /** For Pusher itself; null for a server of one's own. */
  cluster: string | null;
  /** The address of that server: complete, or only its differences from the page's address. */
  url: string | null;
}

/** The address for a page's sockets. */
export interface SocketAddress {
  host: string;
  port: number;
  tls: boolean;
  /** Empty, or beginning with a slash. */
  path: string;
}

/** Host and TLS are the page's own unless the address names others; a path alone keeps its port too. */
export function socketAddress({ cluster, url }: ChannelsAddress, page: URL): SocketAddress {
  if (url === null) return { host: `ws-${cluster ?? ""}.pusher.com`, port: 443, tls: true, path: "" };
  const tls = url.startsWith("ws") ? url.startsWith("wss:") : page.protocol === "https:";
  const base = `${tls ? "https" : "http"}://${page.hostname}`;
  const port = url.startsWith("/") && page.port ? `:${page.port}` : "";
  const target = new URL(url.startsWith("ws") ? url.replace(/^ws/, "http") : `${base}${port}${url}`);
  return {
    host: target.hostname,
    port: Number(target.port) || (tls ? 443 : 80),
    tls,
    path: target.pathname.replace(/\/+$/, ""),
  };
}

/** The official client's options for its sockets, without any other transport. */
export function socketOptions({ host, port, tls, path }: SocketAddress, cluster = "") {
  return {
    cluster,
    wsHost: host,
    wsPort: port,
    wssPort: port,
    wsPath: path,
    forceTLS: tls,
    enabledTransports: ["ws"],
  } satisfies Options;
}

/** The same as a source for a content security policy. */
export function socketOrigin(address: ChannelsAddress, page: URL): string {
  const { host, port, tls } = socketAddress(address, page);
  return `${tls ? "wss" : "ws"}://${host}:${port}`;
}
