import { randomBytes } from "node:crypto";
import type { App } from "@/local/channels/signature";
import type { DatabaseUrls } from "./clone";

/** The app's environment in tests: databases, a mail server, a channels server, and a folder for files. */
export type TestServices = {
  urls: DatabaseUrls;
  mail: { smtpUrl: string; viewUrl: string };
  channels: { url: string; port: number; app: App };
  folder: string;
  /** A payments server; without it payments are not set up. */
  payments?: { url: string; key: string; webhookSecret: string };
  /** A storage for files; without it there is none. */
  storage?: { url: string; bucket: string; accessKey: string; secretKey: string };
};

/** Stands in each secret that is made here: a browser must not get it, whichever run has built what it loads. */
export const inEachSecret = "for-servers-alone";
const newSecret = () => `${inEachSecret}-${randomBytes(36).toString("base64url")}`;

/** The app's environment in tests; by default as in production. */
export function testEnvironment({
  urls,
  mail,
  channels,
  folder,
  payments,
  storage,
}: TestServices): Record<string, string> {
  return {
    HOST: "127.0.0.1",
    DATABASE_URL: urls.app,
    DATABASE_PLATFORM_URL: urls.platform,
    DATABASE_OWNER_URL: urls.owner,
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: newSecret(),
    ENCRYPTION_KEY: newSecret(),
    METRICS_TOKEN: newSecret(),
    SMTP_URL: mail.smtpUrl,
    MAIL_VIEW_URL: mail.viewUrl,
    MAIL_FROM: "Throughline <no-reply@throughline.example>",
    PUSHER_APP_ID: channels.app.id,
    PUSHER_KEY: channels.app.key,
    PUSHER_SECRET: channels.app.secret,
    PUSHER_URL: channels.url,
    PUSHER_CLIENT_URL: `:${channels.port}`,
    DATA_DIR: folder,
    // Nothing listens there; a test of workflows starts a server for them.
    INNGEST_BASE_URL: "http://127.0.0.1:1",
    INNGEST_EVENT_KEY: newSecret(),
    INNGEST_SIGNING_KEY: `signkey-test-${randomBytes(32).toString("hex")}`,
    ...(payments && {
      STRIPE_SECRET_KEY: payments.key,
      STRIPE_WEBHOOK_SECRET: payments.webhookSecret,
      STRIPE_API_URL: payments.url,
    }),
    ...(storage && {
      STORAGE_BUCKET: storage.bucket,
      STORAGE_ACCESS_KEY: storage.accessKey,
      STORAGE_SECRET_KEY: storage.secretKey,
      STORAGE_URL: storage.url,
      STORAGE_PATH_STYLE: "1",
    }),
    LOG_LEVEL: "silent",
    // Tests that fill a file up to its limit are quicker with a lower one.
    IMPORT_MAX_BYTES: "100000000",
  };
}

/** The same for tests without services, such as pure tests and builds: nothing listens at these addresses. */
export function idleEnvironment(folder: string): Record<string, string> {
  const at = (user: string) => `postgresql://${user}:none@127.0.0.1:1/none`;
  const urls = { superuser: at("superuser"), owner: at("owner"), app: at("app"), platform: at("platform") };
  const mail = { smtpUrl: "smtp://127.0.0.1:1", viewUrl: "http://127.0.0.1:1" };
  const channels = { url: "http://127.0.0.1:1", port: 1, app: { id: "1", key: "none", secret: "none" } };
  return testEnvironment({ urls, mail, channels, folder });
}
