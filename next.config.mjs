import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PHASE_PRODUCTION_BUILD, PHASE_PRODUCTION_SERVER } from "next/constants.js";

// A server keeps the build that was current when it started; a newer one is in a folder beside it
// (src/local/builds.ts).
const pointer = join(import.meta.dirname, ".next-current");
const current = existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : undefined;
const served = current ? { distDir: current, deploymentId: current.replace(".next-", "") } : {};

const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
];

// The tests of every change build without them; deep tests, the demo and `npm run build` do not.
const unminified = { turbopackMinify: false, turbopackSourceMaps: false, turbopackInputSourceMaps: false };

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Bundled, a package is compiled once for each group of pages, and loaded as often: a fifth of the build.
  serverExternalPackages: [
    "pg",
    "pino",
    "prom-client",
    "@node-rs/argon2",
    "nodemailer",
    "rate-limiter-flexible",
    "ioredis",
    "inngest",
    "stripe",
    "@hubspot/api-client",
    "pusher",
    "@simplewebauthn/server",
    "otplib",
    "qrcode",
    "libphonenumber-js",
    "csv-parse",
    "csv-stringify",
    "yazl",
  ],
  // npm test checks the types; a build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // A file of the build that is not there: otherwise the pages of a workspace called `_next` would answer.
  rewrites: async () => ({ afterFiles: [{ source: "/_next/static/:path*", destination: "/api/no-such-file" }] }),
  // Each object of the API had a page of its own.
  redirects: async () => [{ source: "/api/docs/:object", destination: "/api/docs#tag/:object", permanent: false }],
  headers: async () => [{ source: "/:path*", headers: everywhere }],
  experimental: process.env.BUILD_MINIFY === "false" ? unminified : {},
};

// Keeping a cache costs the first build time and 300 MB; only a folder that builds again has use for it.
const first = { ...config, experimental: { ...config.experimental, turbopackFileSystemCacheForBuild: false } };

/** @param {string} phase */
export default (phase) => {
  if (phase === PHASE_PRODUCTION_SERVER) return { ...config, ...served };
  return phase === PHASE_PRODUCTION_BUILD && !current ? first : config;
};
