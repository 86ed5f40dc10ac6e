import { readFile } from "node:fs/promises";
import { parseEnv as parseDotEnv } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { parseSourceTree, readSourceTexts } from "./test/structure/source-tree";

const hubspot = { HUBSPOT_CLIENT_ID: "a-client", HUBSPOT_CLIENT_SECRET: "a-secret", HUBSPOT_APP_ID: "330047" };
const good = {
  NODE_ENV: "production",
  NEXTAUTH_URL: "https://crm.firm.example",
  NEXTAUTH_SECRET: "v8Zq3mN1xT7rK5wB9dL2pF6hJ4cG0sYaQeUi",
  ENCRYPTION_KEY: "q4Rw8tY2uI6oP1aS5dF9gH3jK7lZ0xCvBnMe",
  DATABASE_URL: "postgresql://app:a@db:5432/throughline",
  DATABASE_PLATFORM_URL: "postgresql://platform:b@db:5432/throughline",
  SMTP_URL: "smtp://mail:587",
  PUSHER_APP_ID: "1234567",
  PUSHER_KEY: "278d425bdf160c739803",
  PUSHER_SECRET: "7ad3773142a6692b25b8",
  PUSHER_CLUSTER: "eu",
  INNGEST_EVENT_KEY: "b3BlbiBzZXNhbWU",
  INNGEST_SIGNING_KEY: "signkey-prod-0123456789abcdef0123456789abcdef",
};
const ownChannels = { ...good, PUSHER_CLUSTER: "", PUSHER_URL: "http://channels:6001", PUSHER_CLIENT_URL: "/channels" };

let parseEnv: typeof import("./env").parseEnv;
beforeAll(async () => {
  for (const [name, value] of Object.entries({ ...good, PUSHER_URL: "", PUSHER_CLIENT_URL: "" })) {
    vi.stubEnv(name, value);
  }
  ({ parseEnv } = await import("./env"));
  vi.unstubAllEnvs();
});

describe("parseEnv", () => {
  it("fills in what has a default", () => {
    expect(parseEnv(good)).toMatchObject({
      HOST: "127.0.0.1",
      PORT: 3000,
      DATABASE_POOLER: "session",
      DATA_DIR: ".data",
      TRUST_PROXY: 0,
      IMPORT_MAX_BYTES: 500_000_000,
    });
  });

  it("names every missing variable in one message of several lines", () => {
    const read = () => parseEnv({ NODE_ENV: "production" });
    for (const name of Object.keys(good).filter((known) => !["NODE_ENV", "PUSHER_CLUSTER"].includes(known))) {
      expect(read).toThrow(new RegExp(`^  ${name} is missing: it must be`, "m"));
    }
    expect(read).toThrow(".env.example");
  });

  it.each(["short", "a".repeat(48), "please-change-me-1234567890-abcdefgh"])("refuses the secret %s", (secret) => {
    expect(() => parseEnv({ ...good, NEXTAUTH_SECRET: secret })).toThrow(/^ {2}NEXTAUTH_SECRET must be 32 random/m);
  });

  it("never repeats a value in its message", () => {
    const read = () => parseEnv({ ...good, NEXTAUTH_SECRET: "hunter2", DATABASE_URL: "mysql://app:hunter3@db/x" });
    expect(read).toThrow(/DATABASE_URL must be the URL of a PostgreSQL database/);
    expect(read).not.toThrow(/hunter/);
  });

  it("refuses two database URLs with one role", () => {
    expect(() => parseEnv({ ...good, DATABASE_PLATFORM_URL: good.DATABASE_URL })).toThrow(
      /DATABASE_PLATFORM_URL has the same user as DATABASE_URL/,
    );
  });

  it.each([
    ["PORT", "0", "at least 1"],
    ["PORT", "web", "must be a number"],
    ["DATABASE_POOL_SIZE", "1", "at least 2"],
    ["TRUST_PROXY", "1.5", "whole number"],
    ["NEXTAUTH_URL", "https://crm.firm.example/app", "without a path"],
    ["NEXTAUTH_URL", "crm.firm.example", "the address that users type"],
    ["DATABASE_POOLER", "none", "session or transaction"],
    ["NEXTAUTH_URL", "https://crm.firm.example?from=mail", "without a path"],
    ["NEXTAUTH_URL", "https://me:mine@crm.firm.example", "without a path"],
    ["DATABASE_URL", "postgresql://db:5432/throughline", "must name its user"],
    ["DATABASE_URL", "postgresql://app:a@db:5432", "must name its database"],
    [
      "DATABASE_URL",
      "postgresql://app:100%@db:5432/throughline",
      "must have a % in its user or password written as %25",
    ],
    ["SMTP_URL", "smtp:mail", "must be the mail server"],
    ["MAIL_FROM", "nobody", "e-mail address"],
    ["MAIL_FROM", "@", "e-mail address"],
    ["MAIL_FROM", "a@firm.example, b@firm.example", "one e-mail address"],
    ["SUPPORT_EMAIL", "our support", "must be an e-mail address"],
    ["PUSHER_APP_ID", "app-1", "must be the number"],
    ["PUSHER_CLUSTER", "https://eu", "name of a cluster"],
    ["PUSHER_CLUSTER", "", "cluster of the Pusher app"],
    ["PUSHER_URL", "http://channels:6001", "PUSHER_CLUSTER must be empty"],
    ["PUSHER_CLIENT_URL", ":6001", "must be empty unless PUSHER_URL"],
    ["INNGEST_EVENT_KEY", "short", "8 characters"],
    ["INNGEST_SIGNING_KEY", "signkey-prod-xyz", "32 or more hexadecimal digits"],
    ["INNGEST_SIGNING_KEY_FALLBACK", "0123", "32 or more hexadecimal digits"],
    ["INNGEST_BASE_URL", "https://inngest.firm.example/api", "without a path"],
    ["INNGEST_SERVE_ORIGIN", "http://app:3000/api/inngest", "without a path"],
    ["INNGEST_DEV", "1", "only signed calls"],
    ["MAIL_VIEW_OPEN", "yes", "must be 1"],
  ])("refuses %s=%s", (name, value, reason) => {
    expect(() => parseEnv({ ...good, [name]: value })).toThrow(
      new RegExp(`^  ${reason.startsWith("PUSHER_") ? "" : `${name} .*`}${reason}`, "m"),
    );
  });

  it.each(Object.keys(good).filter((name) => name !== "NODE_ENV"))("refuses %s with what a paste left", (name) => {
    for (const value of [" ", `${good[name as keyof typeof good]}\n`, ` ${good[name as keyof typeof good]}`]) {
      expect(() => parseEnv({ ...good, [name]: value })).toThrow(
        new RegExp(`^ {2}${name} begins or ends with a space or a line break; remove it\n\x60`, "m"),
      );
    }
  });

  it.each(["https://crm.firm.example/", "HTTPS://CRM.firm.example:443"])("knows %s as the address it is", (address) => {
    expect(parseEnv({ ...good, NEXTAUTH_URL: address })).toMatchObject({ NEXTAUTH_URL: "https://crm.firm.example" });
  });

  it.each(["", "ws://channels.firm.example"])("refuses a plain socket (%s) for pages over https", (address) => {
    const plain = { ...ownChannels, PUSHER_CLIENT_URL: address };
    expect(() => parseEnv(plain)).toThrow(/^ {2}PUSHER_CLIENT_URL .*wss:.*because NEXTAUTH_URL is https/m);
    expect(parseEnv({ ...plain, NEXTAUTH_URL: "http://localhost:3000" })).toMatchObject({
      PUSHER_URL: "http://channels:6001",
    });
  });

  it.each(["wss://channels.firm.example", "ws://10.0.0.7:6001/here", ":6001", "/channels", ":6001/channels"])(
    "takes %s as where browsers connect to a server of one's own",
    (address) => {
      const inside = { ...ownChannels, NEXTAUTH_URL: "http://10.0.0.7:3000" };
      expect(parseEnv({ ...inside, PUSHER_CLIENT_URL: address })).toMatchObject({ PUSHER_CLIENT_URL: address });
    },
  );

  it.each(["https://channels.firm.example", "channels.firm.example", "wss://", ":port", "//channels", "/a b"])(
    "refuses %s as where browsers connect",
    (address) => {
      expect(() => parseEnv({ ...ownChannels, PUSHER_CLIENT_URL: address })).toThrow(/^ {2}PUSHER_CLIENT_URL must be/m);
    },
  );

  it.each(["ws://channels:6001", "http://channels:6001/apps/1"])("refuses %s as where it publishes", (address) => {
    expect(() => parseEnv({ ...ownChannels, PUSHER_URL: address })).toThrow(/^ {2}PUSHER_URL must be/m);
  });

  it.each([
    ["STRIPE_SECRET_KEY", "pk_live_51abcdef"],
    ["STRIPE_WEBHOOK_SECRET", "abcdef12"],
    ["STRIPE_WEBHOOK_SECRET_OLD", "sk_test_51abcdef"],
    ["STRIPE_API_URL", "http://127.0.0.1:12111/v1"],
  ])("refuses %s=%s, and needs none of them", (name, value) => {
    expect(parseEnv(good)[name as "STRIPE_SECRET_KEY"]).toBeUndefined();
    expect(() => parseEnv({ ...good, [name]: value })).toThrow(new RegExp(`^ {2}${name} must be`, "m"));
  });

  it("needs the whole app of HubSpot, or nothing of it", () => {
    expect(parseEnv(good).HUBSPOT_CLIENT_ID).toBeUndefined();
    expect(parseEnv({ ...good, ...hubspot })).toMatchObject(hubspot);
    const half = { HUBSPOT_CLIENT_ID: hubspot.HUBSPOT_CLIENT_ID };
    expect(() => parseEnv({ ...good, ...half })).toThrow(/^ {2}HUBSPOT_CLIENT_ID needs/m);
    const alone = { HUBSPOT_API_URL: "http://127.0.0.1:20000/hubspot" };
    expect(() => parseEnv({ ...good, ...alone })).toThrow(/^ {2}HUBSPOT_API_URL needs HUBSPOT_CLIENT_ID/m);
    for (const url of ["ws://127.0.0.1:1/hubspot", "http://127.0.0.1:1/hubspot/", "http://127.0.0.1:1/?a=b"])
      expect(() => parseEnv({ ...good, ...hubspot, HUBSPOT_API_URL: url })).toThrow(/^ {2}HUBSPOT_API_URL must be/m);
  });

  it("needs the keys of a bucket", () => {
    expect(parseEnv(good).STORAGE_BUCKET).toBeUndefined();
    expect(() => parseEnv({ ...good, STORAGE_BUCKET: "throughline-files" })).toThrow(/^ {2}STORAGE_BUCKET needs/m);
  });

  it("takes an empty variable as not set", () => {
    expect(parseEnv({ ...good, PORT: "", MAIL_VIEW_URL: "" })).toMatchObject({ PORT: 3000 });
    expect(() => parseEnv({ ...good, SMTP_URL: "" })).toThrow("SMTP_URL is missing");
  });

  it("reads what .env.example documents, and nothing else", async () => {
    const documented = await documentedVariables();
    const optional = {
      DATABASE_OWNER_URL: "postgresql://owner:c@db/x",
      ENCRYPTION_KEY_OLD: "zM7nB4vC1xL8kJ5hG2fD9sA6pO3iU0yTrEwQ",
      MAIL_VIEW_URL: "http://localhost:1080/dev/mail",
      PUSHER_CLIENT_URL: ":6001",
      REDIS_URL: "redis://cache:6379",
      INNGEST_SIGNING_KEY_FALLBACK: good.INNGEST_SIGNING_KEY,
      INNGEST_BASE_URL: "https://inngest.firm.example",
      INNGEST_SERVE_ORIGIN: "http://app:3000",
      STRIPE_SECRET_KEY: "sk_test_51abcdef",
      STRIPE_WEBHOOK_SECRET: "whsec_abcdef12",
      STRIPE_WEBHOOK_SECRET_OLD: "whsec_abcdef13",
      STRIPE_API_URL: "http://127.0.0.1:12111",
      ...hubspot,
      HUBSPOT_API_URL: "http://127.0.0.1:20000/hubspot",
      HUBSPOT_APP_URL: "http://127.0.0.1:20000/hubspot",
      METRICS_TOKEN: good.NEXTAUTH_SECRET,
      STORAGE_BUCKET: "throughline-files",
      STORAGE_ACCESS_KEY: "key",
      STORAGE_SECRET_KEY: "secret",
      STORAGE_URL: "http://127.0.0.1:9000",
      STORAGE_CLIENT_URL: "https://files.firm.example",
      SCAN_URL: "http://scanner:8080/scan",
    };
    // The port of the embedded server belongs to the local tools, the others to the tests.
    const read = [
      ...Object.keys(parseEnv({ ...ownChannels, ...optional })).filter((name) => name !== "NODE_ENV"),
      "PUSHER_CLUSTER",
      "DEMO_HOST",
      "POSTGRES_PORT",
      "DATABASE_SUPERUSER_URL",
      "POSTGRES_PASSWORD",
      "CHROMIUM_PATH",
      "INNGEST_BIN",
      "PROPERTY_RUNS",
      "PROPERTY_SEED",
      "DEEP_SCALE",
      "SYNC_SEEDS",
      "SYNC_FIRST_SEED",
      "SYNC_KILLS",
    ];
    expect(documented.sort()).toEqual(read.sort());
  });

  it("leaves no variable that tools and tests read undocumented", async () => {
    const texts = Object.entries(readSourceTexts(process.cwd())).filter(
      ([path, text]) => text.includes("process.env.") && !path.startsWith("src/test/structure/"),
    );
    const own = [...parseSourceTree(Object.fromEntries(texts)).files.values()];
    const read = own.flatMap(({ code }) => [...code.matchAll(/process\.env\.([A-Z_0-9]+)/g)].map(([, name]) => name));
    // Messages of the system or of the program's runner, and messages between our processes.
    const documented = [
      "CI",
      "VERCEL",
      "PATH",
      "NEXT_RUNTIME",
      "VITEST_POOL_ID",
      "TEST_TOTALS",
      "TEST_JOURNAL",
      "TEST_STAGE",
      "TEST_LEFT_OUT",
      "FOLLOW_PARENT",
      "TENANT_ID",
    ];
    const known = [
      ...(await documentedVariables()),
      ...documented,
      "THROUGHLINE_BROWSER",
      "E2E_PORT",
      "E2E_SUPERUSER_URL",
      "E2E_SLOW_NETWORK",
    ];
    expect(read).toEqual(expect.arrayContaining(["CHROMIUM_PATH", "PROPERTY_SEED"]));
    expect([...new Set(read)].filter((name) => !known.includes(name))).toEqual([]);
  });

  it("takes .env.example as it is for no reason to start in production", async () => {
    const example = parseDotEnv(await readFile(".env.example", "utf8"));
    expect(() => parseEnv({ ...example, NODE_ENV: "production" })).toThrow("NEXTAUTH_SECRET is missing");
  });
});

async function documentedVariables() {
  const example = await readFile(".env.example", "utf8");
  return [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
}
