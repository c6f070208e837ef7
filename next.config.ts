import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native code, or packages that hold state the host shares: loaded by Node itself, once.
  serverExternalPackages: ["pg", "@neondatabase/serverless", "@node-rs/argon2", "undici", "inngest", "ws"],
  // `verify` runs TypeScript on its own, beside the other checks.
  typescript: { ignoreBuildErrors: true },
};

export default config;
