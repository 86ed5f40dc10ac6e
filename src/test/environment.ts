import { randomBytes } from "node:crypto";
import type { DatabaseUrls } from "./clone";

/** What the app is given in tests: databases, a mail server, and a folder for files. */
export type TestServices = { urls: DatabaseUrls; mail: { smtpUrl: string; viewUrl: string }; folder: string };

/** The environment that the app gets in tests; what a test does not say otherwise is as in production. */
export function testEnvironment({ urls, mail, folder }: TestServices): Record<string, string> {
  return {
    DATABASE_URL: urls.app,
    DATABASE_PLATFORM_URL: urls.platform,
    DATABASE_OWNER_URL: urls.owner,
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: randomBytes(48).toString("base64"),
    SMTP_URL: mail.smtpUrl,
    MAIL_VIEW_URL: mail.viewUrl,
    MAIL_FROM: "Throughline <no-reply@throughline.example>",
    DATA_DIR: folder,
    LOG_LEVEL: "silent",
  };
}

/** The same for what needs no service, as pure tests and builds: nothing listens at these addresses. */
export function idleEnvironment(folder: string): Record<string, string> {
  const at = (user: string) => `postgresql://${user}:none@127.0.0.1:1/none`;
  const urls = { superuser: at("superuser"), owner: at("owner"), app: at("app"), platform: at("platform") };
  return testEnvironment({ urls, mail: { smtpUrl: "smtp://127.0.0.1:1", viewUrl: "http://127.0.0.1:1" }, folder });
}
