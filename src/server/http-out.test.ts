import { once } from "node:events";
import { createServer as createHttp, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { httpOut, OutFailure } from "./http-out";
import { isPublicAddress } from "./public-address";

let seen = 0;
const canary = createServer((socket) => {
  seen++;
  socket.destroy();
});
let port = 0;
const servers: Server[] = [];

beforeAll(async () => {
  canary.listen(0, "::");
  await once(canary, "listening");
  port = (canary.address() as AddressInfo).port;
});
afterAll(async () => {
  canary.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server of this test, as the operator's environment would name it. */
async function operators(answer: RequestListener): Promise<string> {
  const server = createHttp(answer);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** Hosts that are this machine, its networks, or wrap them: in each way in which an address can be written. */
const insideHosts = `
  127.0.0.1 127.0.0.2 127.1 127.0.1 127.255.255.255 0x7f.1 0x7f000001 0x7f.0x0.0x0.0x1 2130706433 017700000001 0177.0.0.1
  0177.1 00000177.0.0.1 127.0.0.1. 0 0.0.0.0 0.1.2.3 localhost LOCALHOST localhost. %6cocalhost 127%2e0%2e0%2e1
  １２７.０.０.１ 127。0。0。1 ①②⑦.0.0.1 10.0.0.1 10.255.255.255 0xa.1 167772161 012.1 100.64.0.1 100.127.255.255 169.254.169.254
  0xa9fea9fe 2852039166 169.254.1.1 172.16.0.1 172.31.255.255 0xac.0x10.1 192.168.0.1 192.168.255.255 0xc0a80001 3232235521
  192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255
  240.0.0.1 255.255.255.255 4294967295 [::] [::1] [0:0:0:0:0:0:0:1] [0000::1] [::127.0.0.1] [::ffff:127.0.0.1]
  [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::ffff:10.0.0.1] [::ffff:169.254.169.254] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1]
  [64:ff9b::a00:1] [64:ff9b:1::1] [100::1] [2001::1] [2001:0:7f00:1::] [2001:db8::1] [2002:7f00:1::] [2002:a00:1::1] [2002:c0a8:1::]
  [3fff::1] [5f00::1] [fc00::1] [fd00::1] [fd12:3456:789a::1] [fe80::1] [fe80::a00:1] [febf::1] [fec0::1] [ff02::1] [ff05::2]
`
  .trim()
  .split(/\s+/);

/** Forms of addresses that are not called, wherever they lead. */
const refusedForms = [
  "http://example.com/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:70/",
  "data:text/plain,hello",
  "javascript:alert(1)",
  "https://user@example.com/",
  "https://user:secret@example.com/",
  "https://example.com@127.0.0.1/",
  "https://",
  "//127.0.0.1/",
  "/relative",
  "",
];

/** Some systems know no name with a final dot. */
const refusal = (host: string) =>
  host === "localhost." ? expect.any(OutFailure) : expect.objectContaining({ refused: true });

describe("addresses inside", () => {
  test("are not called, however they are written: a listener there sees nothing", async () => {
    expect(insideHosts.length + refusedForms.length).toBeGreaterThanOrEqual(80);
    for (const host of insideHosts)
      for (const url of [`https://${host}:${port}/`, `http://${host}:${port}/`])
        expect([url, await failureOf(httpOut(url))]).toEqual([url, refusal(host)]);
    for (const url of refusedForms)
      expect([url, await failureOf(httpOut(url))]).toEqual([url, expect.objectContaining({ refused: true })]);
    expect(seen).toBe(0);
  });

  test("are not called by a name, even one that also has a public address", async () => {
    for (const addresses of [
      ["127.0.0.1"],
      ["8.8.8.8", "127.0.0.1"],
      ["::1"],
      ["::ffff:10.0.0.1"],
      ["fe80::1%lo"],
      [],
    ]) {
      const resolve = async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      const failure = await failureOf(httpOut(`https://inside.example:${port}/`, {}, resolve));
      expect([addresses, failure]).toEqual([addresses, expect.objectContaining({ refused: true })]);
    }
    expect(seen).toBe(0);
  });

  test("are not called after a redirect", async () => {
    // A header holds ASCII alone.
    const hops = insideHosts.filter((host) => /^[!-~]+$/.test(host));
    const origin = await operators((request, response) => {
      response.writeHead(302, { location: `https://${hops[Number(request.url?.slice(1))]}:${port}/` }).end();
    });
    for (const [at, host] of hops.entries())
      expect(await failureOf(httpOut(`${origin}/${at}`, { operatorOrigin: origin }))).toEqual(refusal(host));
    expect(seen).toBe(0);
  });

  test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1111", "2a00:1450::1"])(
    "do not include %s",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

describe("a request", () => {
  test("goes to the address that was checked: a name is resolved once", async () => {
    const origin = await operators((request, response) => response.end(`${request.method} ${request.headers.host}`));
    const named = origin.replace("127.0.0.1", "stand-in.invalid");
    let looked = 0;
    const resolve = async () => [{ address: looked++ === 0 ? "127.0.0.1" : "192.0.2.1", family: 4 }];
    const answer = await httpOut(`${named}/`, { operatorOrigin: named }, resolve);
    expect(answer).toMatchObject({ status: 200, body: `GET ${new URL(named).host}` });
    expect(looked).toBe(1);
  });

  test("sends its method, headers and body, and reads the answer", async () => {
    const origin = await operators(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      response.writeHead(201, { "x-heard": `${request.headers["x-said"]} ${body}` }).end("héllo");
    });
    const sent = { method: "POST", headers: { "x-said": "a" }, body: "bé", operatorOrigin: origin } as const;
    const { status, headers, body } = await httpOut(origin, sent);
    expect([status, body]).toEqual([201, "héllo"]);
    expect(headers.get("x-heard")).toBe("a bé");
  });

  test("follows redirects of its origin, but not for ever, and not with a change", async () => {
    const origin = await operators((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end("there");
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    expect((await httpOut(`${origin}/3`, { operatorOrigin: origin })).body).toBe("there");
    const change = { operatorOrigin: origin, method: "POST" } as const;
    expect(await failureOf(httpOut(`${origin}/4`, { operatorOrigin: origin }))).toMatchObject({ refused: true });
    expect(await failureOf(httpOut(`${origin}/1`, change))).toMatchObject({ refused: true });
  });

  test("ends when its answer is too long, compressed, late or broken off", async () => {
    const origin = await operators((request, response) => {
      if (request.url === "/long") response.end("x".repeat(2_001));
      if (request.url === "/compressed") response.writeHead(200, { "content-encoding": "gzip" }).end("x");
      if (request.url === "/broken") response.destroy();
      if (request.url === "/half") response.write("half", () => response.destroy());
    });
    const limits = { operatorOrigin: origin, maxBytes: 2_000, timeoutMs: 300 };
    for (const path of ["/long", "/compressed", "/late", "/broken", "/half"])
      expect([path, await failureOf(httpOut(origin + path, limits))]).toEqual([path, expect.any(OutFailure)]);
    const never = () => new Promise<never>(() => undefined);
    expect(await failureOf(httpOut("https://slow.example/", limits, never))).toMatchObject({
      message: expect.stringContaining("in time"),
    });
  });
});
