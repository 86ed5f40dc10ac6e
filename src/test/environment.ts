import { randomBytes } from "node:crypto";
import type { DatabaseUrls } from "./clone";

/** The environment that the app gets in tests; what a test does not say otherwise is as in production. */
export function testEnvironment(urls: DatabaseUrls, smtpUrl: string): Record<string, string> {
  return {
    DATABASE_URL: urls.app,
    DATABASE_PLATFORM_URL: urls.platform,
    DATABASE_OWNER_URL: urls.owner,
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: randomBytes(48).toString("base64"),
    SMTP_URL: smtpUrl,
    MAIL_FROM: "Throughline <no-reply@throughline.example>",
    LOG_LEVEL: "silent",
  };
}
