import { expect, test } from "vitest";
import { socketAddress, socketOrigin } from "./channels-address";

const pages = {
  local: new URL("http://localhost:3000/techcorp"),
  phone: new URL("http://192.168.1.5:3000/"),
  safe: new URL("https://crm.example.com/x"),
};
const own = (url: string) => ({ key: "k", cluster: null, url });

test.each([
  ["Pusher itself", { key: "k", cluster: "eu", url: null }, pages.safe, "wss://ws-eu.pusher.com:443", ""],
  [
    "Pusher itself from a page without TLS",
    { key: "k", cluster: "eu", url: null },
    pages.local,
    "wss://ws-eu.pusher.com:443",
    "",
  ],
  ["a port beside the page", own(":6001"), pages.local, "ws://localhost:6001", ""],
  ["a port beside the page as a phone reaches it", own(":6001"), pages.phone, "ws://192.168.1.5:6001", ""],
  ["a port with TLS where the page has it", own(":6001"), pages.safe, "wss://crm.example.com:6001", ""],
  ["a path of the page's own server", own("/channels"), pages.safe, "wss://crm.example.com:443", "/channels"],
  ["a path of the page's own port", own("/channels"), pages.local, "ws://localhost:3000", "/channels"],
  ["a port and a path", own(":6001/a/b"), pages.local, "ws://localhost:6001", "/a/b"],
  ["a whole address", own("wss://channels.example.com"), pages.local, "wss://channels.example.com:443", ""],
  ["a whole address with port and path", own("ws://10.0.0.1:8080/x/"), pages.safe, "ws://10.0.0.1:8080", "/x"],
])("%s", (_, address, page, origin, path) => {
  expect(socketOrigin(address, page)).toBe(origin);
  expect(socketAddress(address, page).path).toBe(path);
});
