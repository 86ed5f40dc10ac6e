/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "pino", "@node-rs/argon2", "nodemailer"],
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
};
export default config;
