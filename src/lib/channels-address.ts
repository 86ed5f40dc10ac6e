import type { Options } from "pusher-js";

/** What a browser is told of the channels server; nothing here is secret. */
export interface ChannelsAddress {
  key: string;
  /** Of Pusher itself; null with a server of one's own. */
  cluster: string | null;
  /** Where that server is: a whole address, or what differs from the address of the page. */
  url: string | null;
}

/** Where the sockets of a page go. */
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

/** How the official client is told where its sockets go, and to use nothing else. */
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

/** The same as a source that a content security policy allows. */
export function socketOrigin(address: ChannelsAddress, page: URL): string {
  const { host, port, tls } = socketAddress(address, page);
  return `${tls ? "wss" : "ws"}://${host}:${port}`;
}
